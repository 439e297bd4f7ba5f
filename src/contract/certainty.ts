/** Smaller differences of error count as none, because nobody would notice them in sales. */
export const EQUAL = 0.001;

/** With fewer products or weeks an interval is itself mostly chance: resampling so few cannot show how others vary. */
export const FEWEST_PRODUCTS = 20;
export const FEWEST_WEEKS = 8;
