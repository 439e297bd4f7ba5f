import { answers } from './answers';
import { report } from './report';

/** All that a report says. */
export const reportWords = { ...answers, report };
