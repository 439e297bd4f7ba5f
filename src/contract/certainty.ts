/** Errors that differ in the fourth digit alone are equal: nobody sells by it. */
export const EQUAL = 0.001;

/** An interval from fewer products or weeks is itself a matter of luck: resampling so few cannot show how unlike others are. */
export const FEWEST_PRODUCTS = 20;
export const FEWEST_WEEKS = 8;
