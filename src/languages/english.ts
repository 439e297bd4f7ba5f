import { answers } from './en/answers';
import { formatsOf } from './formats';
import type { Speaker } from './speaker';
import { translatorOf } from './translator';

const formats = formatsOf('en');

/** Speaks as answers of the API and files do, whoever reads them. */
export const ENGLISH: Speaker = { t: translatorOf('en', answers, formats.count).t, formats };
