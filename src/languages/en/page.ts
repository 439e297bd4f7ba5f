import { frame } from './frame';

/** All that the page says in English, by area. */
export const page = { frame } as const;
