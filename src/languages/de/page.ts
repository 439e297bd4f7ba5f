import { frame } from './frame';

/** All that the page says in German, by area. */
export const page = { frame };
