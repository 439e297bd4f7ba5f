import { frame } from './frame';

/** All that the page says in Simplified Chinese, by area. */
export const page = { frame };
