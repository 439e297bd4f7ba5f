/** Weeks before a forecast whose mean tells the level of an observed column. */
export const OBSERVED_WEEKS = 4;

/** The name of what an observed column of numbers gives beside its last value. */
export function recentMeanName(column: string): string {
  return `${column}, mean of ${OBSERVED_WEEKS} weeks`;
}
