import { TASKS } from '../../contract/evaluation';
import { mean } from '../../common/statistics';
import { perSeries, repeat } from './perSeries';

const YEAR_WEEKS = 52;
const RECENT_WEEKS = 4;

/** Forecasts no sales at all: its WAPE is 1 by definition, and a model above it misleads more than silence would. */
export const zeros = perSeries('zeros', (_, horizon) => repeat(0, horizon), { tasks: TASKS });

export const lastValue = perSeries('last value', ({ units }, horizon) => repeat(units.at(-1) ?? 0, horizon));

export const meanOfFourWeeks = perSeries('mean of 4 weeks', ({ units }, horizon) =>
  repeat(mean(units.slice(-RECENT_WEEKS)), horizon),
);

/** The same week a year ago; products younger than that fall back to the mean of their last 4 weeks. */
export const seasonalNaive = perSeries(
  'seasonal naive',
  ({ units }, horizon) =>
    units.length >= YEAR_WEEKS
      ? Array.from({ length: horizon }, (_, h) => units[units.length - YEAR_WEEKS + h])
      : repeat(mean(units.slice(-RECENT_WEEKS)), horizon),
  {
    unavailable: (weeks) => (weeks >= YEAR_WEEKS ? null : `needs a year of data, there are ${weeks} weeks`),
  },
);
