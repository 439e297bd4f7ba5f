import type { DemandRecord } from '../../src/contract/record';
import { weekOf } from '../../src/common/week';
import { FEATURES } from '../../src/features/definitions';
import {
  featureHash,
  featureNames,
  featureSubjects,
  featureVector,
  readBy,
  tableVector,
} from '../../src/features/featureVector';

const origin = weekOf('2011-06-13');
const shop = [{ week: origin - 1, units: 10, selling: 2, launches: 0, launchUnits: 0 }];
const plain = { shop, numeric: [], categories: {} };

function record(units: number[], overrides: Partial<DemandRecord> = {}): DemandRecord {
  const history = units.map((value, index) => ({
    week: origin - units.length + index,
    units: value,
    price: value > 0 ? 2 : null,
  }));
  return {
    sku: 'A',
    description: 'A MUG',
    promoText: null,
    price: 2,
    origin,
    history,
    extras: {},
    ...overrides,
  };
}

function named(given: DemandRecord, context = plain): Record<string, number> {
  const vector = featureVector(given, context);
  return Object.fromEntries(featureNames(context).map((name, index) => [name, vector[index]]));
}

function lagsOf(features: Record<string, number>): number[] {
  return Object.keys(features)
    .filter((name) => /^lag_\d+$/.test(name))
    .map((name) => features[name])
    .filter(Number.isFinite);
}

test('names are unique and every column has a unit and says when it is missing', () => {
  expect(new Set(FEATURES.map(({ name }) => name)).size).toBe(FEATURES.length);
  for (const { unit, missing } of FEATURES)
    expect([unit, missing].every((text) => text.length > 0)).toBe(true);
});

test('every column has a subject; a category is the subject of its levels', () => {
  const extras = { numeric: ['height'], categories: { colour: ['red', 'blue'] } };
  const subjects = featureSubjects(extras);
  expect([...subjects.keys()]).toEqual(featureNames(extras));
  expect(subjects.get('lag_3')).toBe('sales so far');
  expect(['height', 'colour=red', 'colour unseen'].map((name) => subjects.get(name))).toEqual([
    'height',
    'colour',
    'colour',
  ]);
});

test('what promotions did is taken out of the weeks that had one, and of no others; not for the head that knows none', () => {
  const lift = { promotion: Math.log(2), depth: 4, usual_depth: 0.25 };
  const given = record([8, 8, 8, 8]);
  const texts = ['2 for 1', '25% off', '50% off', undefined];
  given.history.forEach((week, at) => Object.assign(week, texts[at] && { promotion: texts[at] }));
  const lags = (context: typeof plain) => {
    const features = named(given, context);
    return [4, 3, 2, 1].map((weeks) => Math.expm1(features[`lag_${weeks}`]));
  };
  const sold = [8, 8, 8, 8].map((units) => expect.closeTo(units, 4) as number);
  const without = [4, 4, 4 / Math.E, 8].map((units) => expect.closeTo(units, 4) as number);
  expect(lags({ ...plain, lift } as typeof plain)).toEqual(without);
  expect(lags(plain)).toEqual(sold);
  expect(lags(readBy('numeric_only', { ...plain, lift }) as unknown as typeof plain)).toEqual(sold);
});

test('one or two weeks far above all others are cut down; three are demand, as is anything a product with few sales does', () => {
  const usual = [2, 3, 1, 2, 3, 2, 1, 3];
  const largest = (units: number[]) => Math.expm1(Math.max(...lagsOf(named(record(units)))));
  expect(largest([...usual, 100_000])).toBeCloseTo(15, 4);
  expect(largest([...usual, 100_000, 400])).toBeCloseTo(15, 4);
  expect(largest([...usual, 100_000, 400, 300])).toBeCloseTo(1_500, 2);
  expect(largest([3, 1, 2, 3, 2, 1, 400])).toBeCloseTo(400, 3);
});

test('a history gives lags, levels and the share of zeros', () => {
  // Oldest first; by hand: last four weeks 0, 3, 0, 7.
  const features = named(record([1, 1, 0, 3, 0, 7]));
  expect(features.lag_1).toBeCloseTo(Math.log(8), 6);
  expect(features.lag_2).toBe(0);
  expect(features.lag_7).toBeNaN();
  expect(features.mean_4).toBeCloseTo(Math.log(1 + 10 / 4), 6);
  expect(features.zeros_26).toBeCloseTo(2 / 6, 6);
  expect(features.since_sale).toBe(0);
  expect(features.weeks_known).toBeCloseTo(Math.log(7), 6);
  expect([features.launch, features.lead]).toEqual([0, 0]);
});

test('a cold start is missing all of its history and knows how far off its launch is', () => {
  const features = named(record([], { origin: origin + 2 }));
  expect(features.has_history).toBe(0);
  expect(features.lead).toBe(2);
  for (const name of ['lag_1', 'mean_26', 'max_26', 'zeros_8', 'trend', 'mean_price', 'since_sale']) {
    expect(features[name]).toBeNaN();
  }
});

test('a product whose history is only hidden is no launch', () => {
  const features = named(record([], { established: true, origin: origin + 2 }));
  expect([features.has_history, features.launch, features.lead]).toEqual([0, 0, 0]);
});

test('no price is missing, not zero or infinite', () => {
  const vector = featureVector(record([4, 0], { price: null }), plain);
  expect([...vector].every((value) => Number.isNaN(value) || Number.isFinite(value))).toBe(true);
  expect(named(record([4, 0], { price: null })).price).toBeNaN();
});

test('only the latest two years count, and but for methods and season only the latest 26 weeks', () => {
  const long = Array.from({ length: 130 }, (_, index) => index % 5);
  const features = named(record(long));
  expect(named(record(long.with(25, 9999)))).toEqual(features);
  const other = named(record(long.with(103, 9999)));
  const changed = Object.keys(features).filter((name) => !Object.is(features[name], other[name]));
  expect(changed.sort()).toEqual(['croston', 'smoothed_1', 'smoothed_3', 'smoothed_best', 'tsb']);
});

test('the season is what was sold a year before, beside the weeks before that', () => {
  // Oldest first: 8 weeks of 2, then 4 of 10 a year before the weeks to forecast, then 48 of 3.
  const units = [2, 10, 3].flatMap((value, at) => Array<number>([8, 4, 48][at]).fill(value));
  const features = named(record(units));
  expect(features.year_ago).toBeCloseTo(Math.log1p(10), 6);
  expect(features.year_ago_change).toBeCloseTo(Math.log1p(10) - Math.log1p(2), 6);
  expect(named(record(units.slice(9))).year_ago).toBeNaN();
});

test('a week of which nothing is known is missing, and the others count alone', () => {
  const features = named(record([4, NaN, 0, 4, NaN]));
  expect(features.lag_1).toBeNaN();
  expect(features.mean_4).toBeCloseTo(Math.log1p(2), 6);
  expect(features.zeros_8).toBeCloseTo(1 / 3, 6);
  expect(features.max_26).toBeCloseTo(Math.log1p(4), 6);
  expect(features.smoothed_3).toBeCloseTo(named(record([4, 0, 4])).smoothed_3, 6);
  for (const [name, value] of Object.entries(named(record([NaN, NaN]))))
    if (name.startsWith('mean_') || name === 'tsb') expect(value).toBeNaN();
});

test('further columns follow, unseen levels and missing values told apart', () => {
  const context = { shop, numeric: ['rating'], categories: { genre: ['drama', 'comedy'] } };
  expect(featureNames(context).slice(-4)).toEqual(['rating', 'genre=drama', 'genre=comedy', 'genre unseen']);
  const values = (extras: DemandRecord['extras']) => [
    ...tableVector({ id: null, text: '', extras }, context),
  ];
  expect(values({ rating: 3, genre: 'comedy' })).toEqual([3, 0, 1, 0]);
  expect(values({ rating: null, genre: 'opera' })).toEqual([NaN, 0, 0, 1]);
  expect(values({})).toEqual([NaN, NaN, NaN, NaN]);
});

test('a level is read in another spelling where only one is meant', () => {
  const context = {
    ...{ numeric: [], categories: { kind: ['cake', 'Tea', 'tea', 'Käse'] } },
    levelMeans: {
      kind: new Map([
        ['cake', 2],
        ['rare', 3],
      ]),
    },
  };
  const read = (kind: string) => [...tableVector({ id: null, text: '', extras: { kind } }, context)];
  for (const spelling of ['cake', 'Cake', ' CAKE\u00a0', '\uff43ake'])
    expect(read(spelling)).toEqual([1, 0, 0, 0, 0, 2]);
  expect(read('KA\u0308SE')).toEqual([0, 0, 0, 1, 0, NaN]);
  expect(read('tea')).toEqual([0, 0, 1, 0, 0, NaN]);
  for (const none of ['TEA', 'cakes']) expect(read(none)).toEqual([0, 0, 0, 0, 1, NaN]);
  expect(read('Rare')).toEqual([0, 0, 0, 0, 1, 3]);
});

test('a cell of several values has each of its levels, in any order, and unseen ones besides', () => {
  const context = {
    ...{ numeric: [], categories: { genre: ['comedy', 'drama', 'war'] }, separators: { genre: '|' } },
    levelMeans: {
      genre: new Map([
        ['comedy', 1],
        ['drama', 3],
      ]),
    },
  };
  const read = (genre: string | null) => [...tableVector({ id: null, text: '', extras: { genre } }, context)];
  expect(read('drama|comedy')).toEqual([1, 1, 0, 0, 2]);
  expect(read(' Comedy | drama|drama|')).toEqual(read('drama|comedy'));
  expect(read('war|opera')).toEqual([0, 0, 1, 1, NaN]);
  for (const nothing of [null, '|']) expect(read(nothing)).toEqual([NaN, NaN, NaN, NaN, NaN]);
  expect(featureHash(context)).not.toBe(featureHash({ ...context, separators: undefined }));
});

test('the hash changes with the further columns', () => {
  expect(featureHash(plain)).toMatch(/^[0-9a-f]{64}$/);
  expect(featureHash({ numeric: ['x'], categories: {} })).not.toBe(featureHash(plain));
});

test('an unknown week is no lag and counts in no mean; known zeros do', () => {
  const features = named(record([1, NaN, 0, 3, NaN, 7]));
  expect(features.lag_1).toBeCloseTo(Math.log(8), 6);
  expect(features.lag_2).toBeNaN();
  expect(features.lag_3).toBeCloseTo(Math.log(4), 6);
  expect(features.mean_4).toBeCloseTo(Math.log1p(10 / 3), 6);
  expect(features.mean_26).toBeCloseTo(Math.log1p(11 / 4), 6);
  expect(features.log_median_8).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 6);
  expect(features.max_26).toBeCloseTo(Math.log(8), 6);
  expect(features.zeros_8).toBeCloseTo(1 / 4, 6);
  expect(features.weeks_known).toBeCloseTo(Math.log1p(4), 6);
  expect(named(record([1, 0, NaN, NaN])).since_sale).toBeCloseTo(Math.log(2), 6);
});

test('after a pause of unknown weeks a product keeps the level of its latest known ones', () => {
  const paused = named(record([2, 6, 4, 8, 5, 7, NaN, NaN, NaN, NaN, NaN]));
  expect(paused.mean_4).toBeCloseTo(Math.log1p(6), 6);
  expect(paused.mean_8).toBeCloseTo(Math.log1p(20 / 3), 6);
  expect([paused.zeros_8, paused.trend]).toEqual([0, expect.closeTo(Math.log1p(6) - Math.log1p(16 / 3), 6)]);
  expect(paused.lag_1).toBeNaN();
});

test('a product of whose latest weeks nothing is known has no history, but is no launch', () => {
  const features = named(record([NaN, NaN]));
  expect([features.has_history, features.launch, features.mean_4]).toEqual([0, 0, NaN]);
});
