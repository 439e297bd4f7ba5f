/**
 * Between which a total's quantiles lie: weeks that go together, and weeks that have nothing to do with one another; the
 * outer ones further out by `rounding` a week.
 */
export function boundsOfTotal(
  weeks: readonly (readonly number[])[],
  levels: readonly number[],
  rounding = 0,
): number[][] {
  const masses = levels.map((level, at) => {
    const from = at === 0 ? 0 : (levels[at - 1] + level) / 2;
    return (at === levels.length - 1 ? 1 : (level + levels[at + 1]) / 2) - from;
  });
  let [mean, variance] = [0, 0];
  for (const week of weeks) {
    const own = week.reduce((sum, units, at) => sum + masses[at] * units, 0);
    mean += own;
    variance += week.reduce((sum, units, at) => sum + masses[at] * (units - own) ** 2, 0);
  }
  mean = Math.max(mean, 1e-6);
  const spread = Math.log(1 + (variance + mean) / mean ** 2);
  return levels.map((_, at) => {
    const together = weeks.reduce((sum, week) => sum + week[at], 0);
    const apart = mean * Math.exp(SCORES[levels[at]] * Math.sqrt(spread) - spread / 2);
    const outwards = rounding * weeks.length;
    return [
      Math.min(together, apart) - (levels[at] < 0.5 ? outwards : 0),
      Math.max(together, apart) + (levels[at] > 0.5 ? outwards : 0),
    ];
  });
}

/** Of a standard normal, from a table. */
const SCORES: Record<number, number> = {
  0.05: -1.6448536,
  0.1: -1.2815516,
  0.5: 0,
  0.9: 1.2815516,
};

/** Quantiles [S, Q] of the weeks and of their total do not contradict each other. */
export function expectWithin(
  answer: ArrayLike<number>,
  levels: readonly number[],
  horizon: number,
  rounding = 0,
): void {
  const series = Array.from({ length: horizon + 1 }, (_, index) =>
    levels.map((_, at) => answer[index * levels.length + at]),
  );
  const bounds = boundsOfTotal(series.slice(0, horizon), levels, rounding);
  // One look for all: thousands of answers come by.
  const wrong = series[horizon].filter((units, at) => {
    const slack = 1e-3 * (1 + bounds[at][1]);
    const isWithin = units >= bounds[at][0] - slack && units <= bounds[at][1] + slack;
    return !isWithin || (at > 0 && !(units >= series[horizon][at - 1]));
  });
  expect({ wrong, series, bounds }).toEqual({ wrong: [], series, bounds });
}
