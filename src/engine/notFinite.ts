/** Ending of a head's error message if its inputs led to a result that is not finite. */
export const NOT_FINITE = 'is not finite';
