import { columns } from './columns';
import { frame } from './frame';
import { sales } from './sales';

/** All that the page says in English, by area. */
export const page = { columns, frame, sales } as const;
