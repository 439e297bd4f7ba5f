import { TASKS } from '../../contract/evaluation/task';
import { mean } from '../../common/statistics';
import { perSeries, repeat } from './perSeries';

const YEAR_WEEKS = 52;
const RECENT_WEEKS = 4;

/** Forecasts no sales at all: its WAPE is 1 by definition, and a model above it is worse than no forecast. */
export const zeros = perSeries('zeros', (_, horizon) => repeat(0, horizon), { tasks: TASKS });

export const lastValue = perSeries('last value', ({ known }, horizon) => repeat(known.at(-1) ?? 0, horizon));

export const meanOfFourWeeks = perSeries('mean of 4 weeks', ({ known }, horizon) =>
  repeat(mean(known.slice(-RECENT_WEEKS)), horizon),
);

/** The same week a year ago; if that is unknown, the mean of the product's last 4 weeks. */
export const seasonalNaive = perSeries(
  'seasonal naive',
  ({ units, known }, horizon) =>
    Array.from({ length: horizon }, (_, h) => {
      const yearAgo = units[units.length - YEAR_WEEKS + h] ?? NaN;
      return Number.isNaN(yearAgo) ? mean(known.slice(-RECENT_WEEKS)) : yearAgo;
    }),
  {
    unavailable: (weeks) => (weeks >= YEAR_WEEKS ? null : `needs a year of data, there are ${weeks} weeks`),
  },
);
