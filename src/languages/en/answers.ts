import { common } from './common';
import { findings } from './findings';
import { methods } from './methods';
import { verdict } from './verdict';

/** What answers say, to the page and to reports alike. */
export const answers = { common, findings, methods, verdict } as const;
