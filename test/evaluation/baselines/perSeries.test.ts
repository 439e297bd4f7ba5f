import { simpleSmoothing } from '../../../src/evaluation/baselines/exponentialSmoothing';
import { holtWinters } from '../../../src/evaluation/baselines/holtWinters';
import { croston, teunterSyntetosBabai } from '../../../src/evaluation/baselines/intermittent';
import { lastValue, meanOfFourWeeks, seasonalNaive, zeros } from '../../../src/evaluation/baselines/naive';
import type { Case, Forecaster } from '../../../src/evaluation/methods/forecaster';
import type { DemandPanel } from '../../../src/ingest/panel';

const HORIZON = 3;
const YEAR = 52;

async function forecast(forecaster: Forecaster, units: number[]): Promise<number[]> {
  const one: Case = {
    task: 'KNOWN',
    sku: 'A',
    origin: 1000,
    age: units.length,
    plan: Array.from({ length: HORIZON }, () => ({ promoText: null, extras: {} })),
    record: {
      sku: 'A',
      description: '',
      promoText: null,
      price: null,
      origin: 1000,
      history: units.map((value, i) => ({ week: 1000 - units.length + i, units: value, price: null })),
      extras: {},
    },
  };
  const fitted = await forecaster.fit({ weeks: units.length } as DemandPanel, 1000, 0);
  const [{ weeks, total }] = await fitted.predict([one]);
  expect(total).toBeUndefined();
  expect(weeks.map(({ mean }) => mean)).toEqual(weeks.map(({ p50 }) => p50));
  return weeks.map(({ p50 }) => p50);
}

it.each<[Forecaster, number[], number]>([
  [zeros, [4, 8], 0],
  [lastValue, [4, 8], 8],
  [meanOfFourWeeks, [100, 1, 2, 3, 6], 3],
  [meanOfFourWeeks, [5], 5],
  [simpleSmoothing, [7, 7, 7, 7], 7],
  [croston, [6, 6, 6, 6, 6, 6], 6 * 0.975],
  [teunterSyntetosBabai, [6, 6, 6, 6], 6],
  [croston, [0, 0], 0],
  [teunterSyntetosBabai, [0, 0], 0],
])('$name repeats its level', async (forecaster, units, level) => {
  for (const value of await forecast(forecaster, units)) expect(value).toBeCloseTo(level, 9);
});

it('smooths fast where the level jumps and slowly where it only wobbles', async () => {
  const [jumped] = await forecast(simpleSmoothing, [1, 1, 1, 1, 9, 9, 9, 9]);
  const wobbling = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 4 : 6));
  const [level] = await forecast(simpleSmoothing, wobbling);
  expect(jumped).toBeGreaterThan(8.5);
  expect(Math.abs(level - 5)).toBeLessThan(0.4);
});

it('sees rare demand as a rate, and lets a dying product fade only with TSB', async () => {
  const everyFourth = Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? 8 : 0));
  expect((await forecast(croston, everyFourth))[0]).toBeCloseTo(2, 0);
  const dying = [...Array.from({ length: 20 }, () => 8), ...Array.from({ length: 20 }, () => 0)];
  const [kept] = await forecast(croston, dying);
  const [faded] = await forecast(teunterSyntetosBabai, dying);
  expect(kept).toBeGreaterThan(5);
  expect(faded).toBeLessThan(0.5);
});

it('repeats the year before, or says that there is none', async () => {
  const units = Array.from({ length: YEAR + 2 }, (_, t) => t);
  expect(await forecast(seasonalNaive, units)).toEqual([2, 3, 4]);
  expect(seasonalNaive.unavailable({ weeks: YEAR - 1 } as DemandPanel)).toContain('needs a year');
  expect(seasonalNaive.unavailable({ weeks: YEAR } as DemandPanel)).toBeNull();
});

it('follows season and trend with Holt-Winters after two years', async () => {
  const curve = (t: number) => 100 + 0.2 * t + 40 * Math.sin((2 * Math.PI * t) / YEAR);
  const units = Array.from({ length: 3 * YEAR }, (_, t) => curve(t));
  (await forecast(holtWinters, units)).forEach((value, h) =>
    // The year before is 10.4 too low.
    expect(Math.abs(value - curve(3 * YEAR + h))).toBeLessThan(10),
  );
  expect(holtWinters.unavailable({ weeks: 2 * YEAR - 1 } as DemandPanel)).toContain('needs two years');
});

it.each<[Forecaster, number[], number]>([
  [lastValue, [4, 8, NaN], 8],
  [meanOfFourWeeks, [100, 1, NaN, 2, 3, 6], 3],
  [simpleSmoothing, [7, NaN, 7, 7], 7],
  [croston, [6, NaN, 6, 6, 6, 6, 6], 6 * 0.975],
  [teunterSyntetosBabai, [6, 6, NaN, 6], 6],
])('$name takes an unknown week for no week at all', async (forecaster, units, level) => {
  for (const value of await forecast(forecaster, units)) expect(value).toBeCloseTo(level, 9);
});

it('finds the same week of last year at its place, whatever lies between; where that is unknown, the mean of 4 weeks', async () => {
  const units = Array.from({ length: 60 }, (_, i) => i);
  const unknown = (...at: number[]) => units.map((value, i) => (at.includes(i) ? NaN : value));
  expect(await forecast(seasonalNaive, unknown(30, 59))).toEqual([8, 9, 10]);
  expect(await forecast(seasonalNaive, unknown(9))).toEqual([8, 57.5, 10]);
  const years = Array.from({ length: 2 * YEAR + 20 }, (_, i) => (i === 60 || i === 110 ? NaN : 5));
  for (const value of await forecast(holtWinters, years)) expect(value).toBeCloseTo(5, 9);
});
