/** Columns of what a product sold recently; see Levels. */
export const LEVEL = 0;
export const MEAN = 1;
export const ZEROS = 2;
export const TREND = 3;
export const LOG_PRICE = 4;
export const REVENUE = 5;
export const SQUARE = 6;
/** The first of those of the weeks since its launch. */
export const LAUNCH = 7;
/** Weeks from the launch on for which neighbours' sales are features. */
export const LAUNCH_WEEKS = 8;
export const COLUMNS = LAUNCH + LAUNCH_WEEKS;
