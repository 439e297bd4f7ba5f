/** Weeks of history before the first origin, if the data have them. */
const WARM_UP_WEEKS = 24;
/** As many origins as a thorough comparison needs; more would mostly cost time. */
const MAX_ORIGINS = 6;

/**
 * Origins of a backtest as week indices: from week 24 (or the middle of shorter data) in steps of the horizon, as long as a
 * product launched within the horizon of the origin still has a whole horizon of actual sales; of these the last
 * `count`. One whose horizon holds a week `unknown` of all products moves on to the next that has none. Throws RangeError,
 * saying what is missing, when the data is too short for a single one.
 */
export function automaticOrigins(
  weeks: number,
  horizon: number,
  count = MAX_ORIGINS,
  unknown: readonly number[] = [],
): number[] {
  const first = Math.min(WARM_UP_WEEKS, Math.ceil(weeks / 2));
  const last = weeks - 2 * horizon;
  if (last < first) {
    throw new RangeError(
      `${weeks} weeks of data are too few to test forecasts of ${horizon} weeks: ` +
        `at least ${4 * horizon} are needed; use a shorter horizon`,
    );
  }
  const isKnown = (origin: number) => areKnown(unknown, origin, horizon);
  const origins: number[] = [];
  for (let origin = first; origin <= last; origin += isKnown(origin) ? horizon : 1) {
    if (isKnown(origin)) origins.push(origin);
  }
  if (origins.length === 0) {
    throw new RangeError(
      `of every ${horizon} weeks that could be tested it is not known what was sold in some; use a shorter horizon`,
    );
  }
  return origins.slice(-count);
}

/** Whether none of the weeks from one on is `unknown`. */
export function areKnown(unknown: readonly number[], from: number, weeks: number): boolean {
  return !unknown.some((week) => week >= from && week < from + weeks);
}
