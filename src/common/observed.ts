/** Weeks before a forecast whose mean is the level of an observed column. */
export const OBSERVED_WEEKS = 4;

/** The name of the second feature of a numeric observed column, besides its last value. */
export function recentMeanName(column: string): string {
  return `${column}, mean of ${OBSERVED_WEEKS} weeks`;
}
