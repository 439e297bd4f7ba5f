/** Limits of what one request or row may hold; plain numbers, so that the page can keep them too. */
export const MAX_TEXT_CHARACTERS = 8192;
export const MAX_ITEMS = 256;
/** Products added up in one request. */
export const MAX_ASSORTMENT = 20_000;
export const MAX_HISTORY_WEEKS = 520;
/** Columns of a model at most, built-in ones and further ones. */
export const MAX_COLUMNS = 1024;
/** Heads compute in single precision: larger numbers would overflow in them. */
export const MAX_FEATURE = 1e12;
/** Characters of a column's name. */
export const MAX_COLUMN_NAME = 128;
/** Weeks that a model of a catalog may forecast. */
export const MOST_HORIZON = 13;
/** Similar products that a person picks, and such that she strikes out. */
export const MAX_PICKED = 20;
export const MAX_STRUCK_OUT = 200;
/** Launches planned at once. */
export const MAX_LAUNCHES = 5000;
/** Scenarios kept at once, the characters of one's name, and of its address. */
export const MAX_SCENARIOS = 200;
export const MAX_SCENARIO_NAME = 120;
export const MAX_SCENARIO_ADDRESS = 65_536;
/** What a model may be called: up to 64 letters, digits, dots, underscores and dashes, a letter or digit first. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
