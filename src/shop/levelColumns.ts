/** Columns of what a product sold lately; see Levels. */
export const LEVEL = 0;
export const MEAN = 1;
export const ZEROS = 2;
export const TREND = 3;
export const LOG_PRICE = 4;
export const REVENUE = 5;
export const COLUMNS = 6;
