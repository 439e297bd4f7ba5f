/** Limits of a request or row; plain numbers, so that the page can use them too. */
export const MAX_TEXT_CHARACTERS = 8192;
export const MAX_ITEMS = 256;
/** Most products added up in one request. */
export const MAX_ASSORTMENT = 20_000;
export const MAX_HISTORY_WEEKS = 520;
/** Most columns of a model, built-in and further ones. */
export const MAX_COLUMNS = 1024;
/** Heads compute in single precision: larger numbers would overflow. */
export const MAX_FEATURE = 1e12;
/** Most characters of a column's name. */
export const MAX_COLUMN_NAME = 128;
/** Weeks that a model of a catalog may forecast. */
export const MOST_HORIZON = 13;
/** Most similar products that a person may include, and exclude. */
export const MAX_PICKED = 20;
export const MAX_STRUCK_OUT = 200;
/** Most planned launches. */
export const MAX_LAUNCHES = 5000;
/** Most saved scenarios, most characters of a scenario's name, and of its URL. */
export const MAX_SCENARIOS = 200;
export const MAX_SCENARIO_NAME = 120;
export const MAX_SCENARIO_ADDRESS = 65_536;
/** What a model may be called: up to 64 letters, digits, dots, underscores and dashes, a letter or digit first. */
export const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
