/** How the error of a head ends that was given numbers it cannot compute with. */
export const NOT_FINITE = 'is not finite';
