import { Random } from '../../../src/common/random';
import { Levels } from '../../../src/shop/neighbours/levels';
import { UNLIKE_ALL } from '../../../src/shop/neighbours/likeness';
import { NEIGHBOUR_COLUMNS, neighbourStatistics } from '../../../src/shop/neighbours/neighbourStatistics';
import { seasonOf, seasonOfWeeks, toldSeasonOf } from '../../../src/shop/neighbours/season';
import { WeeklySales } from '../../../src/shop/sales/weeklySales';

const [FIRST, WEEKS, PRODUCTS] = [2600, 100, 30];
const END = FIRST + WEEKS;
/** Weeks of the year in which it is high season. */
const inSeason = (week: number) => (week - FIRST) % 52 >= 44;
const ALL = {
  rows: Int32Array.from({ length: PRODUCTS }, (_, row) => row),
  similarities: new Float32Array(PRODUCTS),
};
const EACH = { weeks: 4, each: true };
const EVEN = new Float64Array(PRODUCTS).fill(1);

type Units = (row: number, week: number) => number;

function sales(units: Units, weeks = WEEKS): WeeklySales {
  const made = new WeeklySales(FIRST, FIRST + weeks, PRODUCTS);
  for (let row = 0; row < PRODUCTS; row++)
    for (let week = FIRST; week < FIRST + weeks; week++) made.set(row, week, units(row, week), 1);
  return made;
}

const factor = (units: Units, asOf: number, target = asOf, ahead = 4) =>
  seasonOf(sales(units), ALL, EVEN, asOf, target, { ahead, isSudden: false });
const seasonal: Units = (row, week) => (inSeason(week) ? 4 : 1) * (1 + (row % 3));
const random = new Random(3);
const noise: Units = () => (random.uniform() < 0.5 ? 0 : random.below(9));

test('what sold four times as much a year ago is foreseen to, before the season alone', () => {
  expect(factor(seasonal, FIRST + 96)).toBeCloseTo(4, 1);
  expect(factor(seasonal, FIRST + 90)).toBeCloseTo(1, 5);
  expect(factor(seasonal, FIRST + 90, FIRST + 96)).toBeCloseTo(4, 1);
});

test('a few that are near tell of a season, and many that are not do not', () => {
  const units: Units = (row, week) => (row < 8 ? seasonal(row, week) : 2);
  const similarities = Float32Array.from(ALL.rows, (row) => (row < 8 ? 0.8 : 0.4));
  const level = (week: number, nearest: Float32Array) => {
    const likeness = { ...UNLIKE_ALL, vectors: { ...ALL, similarities: nearest } };
    const levels = new Levels(sales(units), FIRST + week);
    const statistics = neighbourStatistics(
      levels,
      likeness,
      { price: 1, own: -1, season: EACH },
      FIRST + week,
    );
    return Math.expm1(statistics[NEIGHBOUR_COLUMNS.indexOf('analogs_mean')]);
  };
  expect(level(96, similarities) / level(90, similarities)).toBeGreaterThan(2.8);
  expect(level(96, ALL.similarities) / level(90, ALL.similarities)).toBeLessThan(2);
});

test('a season is that of all weeks to forecast', () => {
  const rising: Units = (row, week) => ((week - FIRST) % 52 >= 48 ? 4 + (row % 3) : 1);
  expect(factor(rising, FIRST + 96, FIRST + 96, 4)).toBeCloseTo(1, 5);
  expect(factor(rising, FIRST + 96, FIRST + 96, 8)).toBeCloseTo(3, 1);
});

test('where a season ends within the weeks to forecast, each week has its own', () => {
  const weeks = (units: Units, asOf: number) =>
    seasonOfWeeks(sales(units), ALL, EVEN, asOf, asOf, { ahead: 12 });
  const [first, , , , , , , , , , , last] = weeks(seasonal, FIRST + 96)!;
  expect(first / last).toBeCloseTo(4, 1);
  expect(weeks(() => 3, FIRST + 96)).toEqual(new Float64Array(12).fill(1));
  weeks(noise, FIRST + 84)!.forEach((week) => expect(Math.abs(Math.log(week))).toBeLessThan(0.2));
  expect(weeks((_, week) => (inSeason(week) ? 50 : 0), FIRST + 96)![11]).toBe(0.25);
  expect(weeks(seasonal, FIRST + 77)).toBeNull();
});

test('weeks in which the shop was closed a year ago are left out, and told to be as the others', () => {
  const asOf = FIRST + 96;
  const closed: Units = (row, week) => ([37, 45].includes(week - FIRST) ? NaN : seasonal(row, week));
  expect(factor(closed, asOf)).toBeCloseTo(4, 1);
  const weeks = (units: Units) => [...seasonOfWeeks(sales(units), ALL, EVEN, asOf, asOf, { ahead: 4 })!];
  expect(weeks(closed)).toEqual(weeks(seasonal));
});

test('what comes and goes without a season has next to none, and sales that begin within the year none', () => {
  for (let asOf = FIRST + 80; asOf <= END; asOf += 4) {
    const found = factor(noise, asOf);
    expect(found).toBeGreaterThan(0.7);
    expect(found).toBeLessThan(1.4);
  }
  const young: Units = (row, week) => (week < FIRST + 60 ? NaN : seasonal(row, week));
  expect(factor(young, FIRST + 96)).toBe(1);
});

test('a season is bounded, whichever way it goes', () => {
  const all: Units = (_, week) => (inSeason(week) ? 50 : 0);
  expect(factor(all, FIRST + 96)).toBeCloseTo(9, 5);
  const none: Units = (_, week) => (inSeason(week) ? 0 : 50);
  expect(factor(none, FIRST + 96)).toBeCloseTo(1 / 9, 5);
});

test('less than a year and a half tells nothing, nor does a week whose year before is to come', () => {
  expect(
    seasonOf(sales(seasonal, 77), ALL, EVEN, FIRST + 77, FIRST + 77, { ahead: 4, isSudden: false }),
  ).toBe(1);
  expect(factor(seasonal, FIRST + 96, FIRST + 96 + 50)).toBe(1);
});

test('nothing from the week asked about on is read', () => {
  for (const asOf of [FIRST + 80, FIRST + 92, FIRST + 96]) {
    const garbage: Units = (row, week) => (week >= asOf ? 1e6 : seasonal(row, week));
    expect(factor(garbage, asOf)).toBe(factor(seasonal, asOf));
    expect(factor(garbage, asOf, asOf + 10)).toBe(factor(seasonal, asOf, asOf + 10));
    const weeks = [garbage, seasonal].map((units) =>
      seasonOfWeeks(sales(units), ALL, EVEN, asOf, asOf, { ahead: 13 }),
    );
    expect(weeks[0]).toEqual(weeks[1]);
  }
});

test('told with the change since lately, weeks are beside a level as heads are anchored at, and small changes are none', () => {
  const told = (units: Units, week: number) =>
    toldSeasonOf(sales(units), ALL, EVEN, FIRST + week, FIRST + week, { weeks: 4, each: true, change: true });
  const [before, within] = [told(seasonal, 96), told(seasonal, 98)];
  expect(before.levels).toBeCloseTo(1, 5);
  for (const week of before.weeks!) expect(week).toBeGreaterThan(3);
  // Two of the eight weeks before are high season: a level that is smoothed has more of it than their mean.
  expect(within.levels).toBeGreaterThan(1.05);
  expect(within.weeks![0]).toBeLessThan(0.7 * before.weeks![0]);
  const slight = told((row, week) => (inSeason(week) ? 1.1 : 1) * (1 + (row % 3)), 96);
  expect(slight.weeks![0]).toBeLessThan(1.02);
  expect(told(seasonal, 59).weeks).toEqual(new Float64Array(4).fill(1));
  expect(told((row, week) => (week - FIRST < 8 ? 1 : 4) * (1 + (row % 3)), 60).weeks![0]).toBeGreaterThan(3);
});

test('the season of all products follows a change of a year ago, and is as if told anew', () => {
  const told = { weeks: 4, each: true, change: true };
  const asOf = FIRST + 96;
  const changed = sales(seasonal);
  const levels = new Levels(changed, asOf);
  const change = (row: number, week: number, units: number) => {
    levels.changing(row);
    changed.set(row, week, units, 1);
    levels.changed(row);
  };
  const before = levels.seasonOfAll(asOf, told);
  expect(before.weeks![0]).toBeGreaterThan(2);
  // Of the week that goes on, which tells no season.
  change(3, asOf, 900);
  expect(levels.seasonOfAll(asOf, told)).toBe(before);
  for (let row = 0; row < PRODUCTS; row++)
    for (let week = FIRST + 44; week < FIRST + 52; week++) change(row, week, 1 + (row % 3));
  expect(levels.seasonOfAll(asOf, told)).toEqual(new Levels(changed, asOf).seasonOfAll(asOf, told));
  expect(levels.seasonOfAll(asOf, told).weeks![0]).toBeLessThan(1.1);
});
