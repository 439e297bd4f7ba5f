import { mean, median, populationDeviation, present } from '../common/statistics';
import { bestSmoothed, croston, smoothed, teunterSyntetosBabai } from './levels';
import type { RecordView } from './recordView';

/** What a feature is about, in the words of a buyer; effects of features with the same subject are shown as one. */
type Subject = 'price' | 'promotion' | 'time of year' | 'sales so far' | 'how long it has been on sale';

/** One column of the features: its name, its unit, when it is missing, and how it is computed. */
export interface FeatureDefinition {
  name: string;
  about: Subject;
  unit: string;
  missing: string;
  /** Whether it is the log1p of weekly units: a demand head takes it relative to the record's own level. */
  level?: boolean;
  /** NaN if the value is missing. */
  compute(view: RecordView): number;
}

const LAGS = 8;
/** The value of `missing` for a feature that every record has. */
export const NEVER_MISSING = 'never';
const NO_HISTORY = 'no history';

const lags: FeatureDefinition[] = Array.from({ length: LAGS }, (_, index) => ({
  name: `lag_${index + 1}`,
  about: 'sales so far',
  unit: 'log1p(units)',
  level: true,
  missing: `the history is shorter than ${index + 1} weeks`,
  compute: ({ logs }) => logs[index] ?? NaN,
}));

const levels: FeatureDefinition[] = [4, 8, 13, 26].map((weeks) => ({
  name: `mean_${weeks}`,
  about: 'sales so far',
  unit: 'log1p(mean weekly units)',
  level: true,
  missing: NO_HISTORY,
  compute: ({ units }) => Math.log1p(mean(latest(units, weeks))),
}));

/** The classical methods' forecasts, constant over weeks. */
const METHODS: readonly [string, (past: readonly number[]) => number][] = [
  ['smoothed_1', (past) => smoothed(past, 0.1)],
  ['smoothed_3', (past) => smoothed(past, 0.3)],
  ['smoothed_best', bestSmoothed],
  ['croston', croston],
  ['tsb', teunterSyntetosBabai],
];

const methods: FeatureDefinition[] = METHODS.map(([name, forecast]) => ({
  name,
  about: 'sales so far',
  unit: 'log1p(weekly units), two years looked at',
  level: true,
  missing: NO_HISTORY,
  compute: ({ past }) => (past.length > 0 ? Math.log1p(forecast(past)) : NaN),
}));

const YEAR_WEEKS = 52;
/** Weeks of a year ago that are averaged, and those before them that give the level then. */
const SEASON_WEEKS = 4;
const BEFORE_SEASON = 8;

/**
 * The features of a demand record, in the order of their columns. They use at most the latest 26 weeks of history, and
 * nothing on or after the record's origin except its planned price, its planned promotion and its date.
 */
export const FEATURES: readonly FeatureDefinition[] = [
  {
    name: 'has_history',
    about: 'how long it has been on sale',
    unit: '0 or 1',
    missing: NEVER_MISSING,
    compute: ({ units }) => (units.length > 0 ? 1 : 0),
  },
  {
    name: 'weeks_known',
    about: 'how long it has been on sale',
    unit: 'log1p(weeks)',
    missing: NEVER_MISSING,
    compute: ({ units }) => Math.log1p(present(units).length),
  },
  {
    name: 'launch',
    about: 'how long it has been on sale',
    unit: '0 or 1',
    missing: NEVER_MISSING,
    compute: ({ launch }) => (launch ? 1 : 0),
  },
  {
    name: 'lead',
    about: 'how long it has been on sale',
    unit: 'weeks from the end of what is known to the launch, at most 3; 0 where it is no launch',
    missing: NEVER_MISSING,
    compute: ({ launch, lead }) => (launch ? Math.min(lead, 3) : 0),
  },
  {
    name: 'price',
    about: 'price',
    unit: 'log(price)',
    missing: 'no price known',
    compute: ({ price }) => Math.log(price),
  },
  {
    name: 'reference_price',
    about: 'sales so far',
    unit: 'log(price) of the latest week without a known promotion, else of the latest',
    missing: 'no price known before',
    compute: ({ ownPrice }) => Math.log(ownPrice),
  },
  {
    name: 'promotion_depth',
    about: 'promotion',
    unit: "share off that the planned promotion's text names",
    missing: 'it names none, or there is no promotion',
    compute: ({ promotionDepth }) => promotionDepth,
  },
  {
    name: 'mean_price',
    about: 'sales so far',
    unit: 'mean log(price) of the history',
    missing: 'no price known before',
    compute: ({ logPrices }) => mean(present(logPrices)),
  },
  {
    name: 'last_price',
    about: 'sales so far',
    unit: 'log(price)',
    missing: 'nothing sold in the last week',
    compute: ({ logPrices }) => logPrices[0] ?? NaN,
  },
  ...lags,
  ...levels,
  ...methods,
  {
    name: 'year_ago',
    about: 'time of year',
    unit: 'log1p(mean weekly units) of the 4 weeks a year before the first to forecast',
    level: true,
    missing: 'the history is shorter than a year',
    compute: ({ year }) => (year.length >= YEAR_WEEKS ? Math.log1p(mean(yearAgo(year))) : NaN),
  },
  {
    name: 'year_ago_change',
    about: 'time of year',
    unit: 'the same less log1p(mean of the 8 weeks before them)',
    missing: 'the history is shorter than a year and 8 weeks',
    compute: ({ year }) =>
      year.length >= YEAR_WEEKS + BEFORE_SEASON
        ? Math.log1p(mean(yearAgo(year))) - Math.log1p(mean(present(year.slice(YEAR_WEEKS))))
        : NaN,
  },
  {
    name: 'log_mean_8',
    about: 'sales so far',
    unit: 'mean log1p(units)',
    level: true,
    missing: NO_HISTORY,
    compute: ({ logs }) => mean(latest(logs, 8)),
  },
  {
    name: 'log_mean_26',
    about: 'sales so far',
    unit: 'mean log1p(units)',
    level: true,
    missing: NO_HISTORY,
    compute: ({ logs }) => mean(present(logs)),
  },
  {
    name: 'log_median_8',
    about: 'sales so far',
    unit: 'median log1p(units)',
    level: true,
    missing: NO_HISTORY,
    compute: ({ logs }) => median(latest(logs, 8)),
  },
  {
    name: 'max_26',
    about: 'sales so far',
    unit: 'log1p(units)',
    level: true,
    missing: NO_HISTORY,
    compute: ({ logs }) => (logs.length > 0 ? Math.max(...present(logs)) : NaN),
  },
  {
    name: 'zeros_8',
    about: 'sales so far',
    unit: 'share of weeks',
    missing: NO_HISTORY,
    compute: ({ units }) => zeros(latest(units, 8)),
  },
  {
    name: 'zeros_26',
    about: 'sales so far',
    unit: 'share of weeks',
    missing: NO_HISTORY,
    compute: ({ units }) => zeros(present(units)),
  },
  {
    name: 'since_sale',
    about: 'sales so far',
    unit: 'log(known weeks since the last sale), 27 weeks when there was none',
    missing: NO_HISTORY,
    compute: ({ units }) => (units.length > 0 ? Math.log(sinceSale(present(units))) : NaN),
  },
  {
    name: 'trend',
    about: 'sales so far',
    unit: 'log1p(mean of 4 weeks) - log1p(mean of 13 weeks)',
    missing: NO_HISTORY,
    compute: ({ units }) => Math.log1p(mean(latest(units, 4))) - Math.log1p(mean(latest(units, 13))),
  },
  {
    name: 'log_deviation_8',
    about: 'sales so far',
    unit: 'standard deviation of log1p(units)',
    missing: NO_HISTORY,
    compute: ({ logs }) => populationDeviation(latest(logs, 8)),
  },
  {
    name: 'log_deviation_26',
    about: 'sales so far',
    unit: 'standard deviation of log1p(units)',
    missing: NO_HISTORY,
    compute: ({ logs }) => populationDeviation(latest(logs, 26)),
  },
  {
    name: 'deviation_13',
    about: 'sales so far',
    unit: 'log1p(standard deviation of units)',
    level: true,
    missing: NO_HISTORY,
    compute: ({ units }) => Math.log1p(populationDeviation(latest(units, 13))),
  },
  {
    name: 'year_sine',
    about: 'time of year',
    unit: 'sine of the time of year',
    missing: NEVER_MISSING,
    compute: ({ yearAngle }) => Math.sin(yearAngle),
  },
  {
    name: 'year_cosine',
    about: 'time of year',
    unit: 'cosine of the time of year',
    missing: NEVER_MISSING,
    compute: ({ yearAngle }) => Math.cos(yearAngle),
  },
];

/** What is known of the latest weeks; where that is nothing, as after a pause, the latest known ones. */
function latest(values: readonly number[], weeks: number): number[] {
  const known = present(values.slice(0, weeks));
  return known.length > 0 ? known : present(values).slice(0, weeks);
}

/** In the latest weeks, most recent first: the known values of those a year before the first ones to forecast. */
function yearAgo(year: readonly number[]): number[] {
  return present(year.slice(YEAR_WEEKS - SEASON_WEEKS, YEAR_WEEKS));
}

function zeros(units: readonly number[]): number {
  return units.filter((value) => value === 0).length / units.length;
}

function sinceSale(units: readonly number[]): number {
  const last = units.findIndex((value) => value > 0);
  return (last < 0 ? 26 : last) + 1;
}
