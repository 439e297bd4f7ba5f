import { Random } from '../../../src/common/random';
import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { featureNames } from '../../../src/features/featureVector';
import { GraphBuilder } from '../../../src/graph/builder';
import type { DemandDataset } from '../../../src/training/demand/demandDataset';
import { ROW_KIND } from '../../../src/training/demand/demandRows';
import { fitCategories } from '../../../src/training/demand/fitCategories';
import { liftedBy, liftedIn } from '../../../src/training/head/categoryLift';

const LEVELS = ['fruit', 'vegetables', 'tools'];
const EXPECTED = 20;
const context = { shop: [], numeric: [], categories: { department: LEVELS } };
const names = featureNames(context);
const columns = LEVELS.map((level) => names.indexOf(`department=${level}`));

/** Products of one row each, of every level in turn, that sold `times` what was expected. */
function datasetOf(count: number, times: (product: number, level: number) => number): DemandDataset {
  const products = Array.from({ length: count }, (_, product) => product);
  const features = new Float32Array(count * names.length);
  const units = new Float32Array(count * 2);
  for (const product of products) {
    features[product * names.length + columns[product % LEVELS.length]] = 1;
    units.fill(EXPECTED * times(product, product % LEVELS.length), product * 2, product * 2 + 2);
  }
  const kind = Uint8Array.from(products, (product) =>
    product % 4 === 0 ? ROW_KIND.launch : ROW_KIND.hidden,
  );
  const rows = { count, features, units, kind, sku: Int32Array.from(products) };
  return { rows, context } as unknown as DemandDataset;
}

const expected = (count: number) => new Float32Array(count).fill(EXPECTED);
const noise = new Random(4);
const around = (times: number) => times * 2 ** (noise.uniform() - 0.5);
const DECISIVE = [4, 1, 0.25];

test('what a level sells beside what is expected is found', () => {
  const effects = (count: number) =>
    fitCategories(
      datasetOf(count, (_, level) => around(DECISIVE[level])),
      'text_aware',
      expected(count),
    ).lift!.effects;
  const many = effects(300);
  expect(liftedBy(EXPECTED, many[0])).toBeCloseTo(4 * EXPECTED, -1);
  expect(liftedBy(EXPECTED, many[1])).toBeCloseTo(EXPECTED, -1);
  expect(liftedBy(EXPECTED, many[2])).toBeLessThan(0.4 * EXPECTED);
});

test('a level of few products is believed less than one of many that sell as much', () => {
  /** In each level, of launches as of others, half sell eight times what the rest do. */
  const effectOf = (count: number) =>
    fitCategories(
      datasetOf(count, (product, level) => DECISIVE[level] * (Math.floor(product / 12) % 2 ? 8 : 1)),
      'text_aware',
      expected(count),
    ).lift!.effects[0];
  expect(effectOf(24)).toBeLessThan(0.97 * effectOf(240));
  expect(effectOf(24)).toBeGreaterThan(0.5 * effectOf(240));
});

test('levels that differ as chance has them weigh nothing, nor do those of a head of words alone', () => {
  const alike = datasetOf(60, () => around(1));
  expect(fitCategories(alike, 'text_aware', expected(60))).toEqual({
    lift: null,
    effects: new Float32Array(60),
  });
  const decisive = datasetOf(60, (_, level) => around(DECISIVE[level]));
  expect(fitCategories(decisive, 'text_only', expected(60)).lift).toBeNull();
});

test('a product has no part in the effect that it is judged by', () => {
  const effectOn = (first: number) =>
    fitCategories(
      datasetOf(60, (product, level) => (product === 0 ? first : DECISIVE[level] * (1 + (product % 5) / 10))),
      'text_aware',
      expected(60),
    ).effects[0];
  expect(Math.abs(effectOn(8) - effectOn(2))).toBeLessThan(0.1);
});

test('a level that only a product had which has another now moves nothing', () => {
  const dataset = datasetOf(60, (_, level) => DECISIVE[level]);
  const { features } = dataset.rows;
  // The first product's own row is of a level of its own, and a later row of it of the first level.
  for (let row = 2; row < 60; row += 3) features.set([0, 1, 0], row * names.length + columns[0]);
  features.set([0, 0, 1], columns[0]);
  dataset.rows.sku[3] = 0;
  const { effects } = fitCategories(dataset, 'text_aware', expected(60));
  expect(effects[0]).toBe(0);
  expect(effects[1]).not.toBe(0);
});

test('a graph lifts new products of a level, and no other', async () => {
  const graph = new GraphBuilder('categories');
  const features = graph.input('features', 'float', ['N', 3]);
  const isNew = graph.input('new', 'float', ['N', 1]);
  const units = graph.input('units', 'float', ['N', 2]);
  graph.output('lifted', liftedIn(features, isNew, { columns: [0, 2], effects: [Math.log(2), -9] })(units));
  const session = await openOnCpu(graph.bytes());
  const rows = [
    { flags: [1, NaN, 0], new: 1, units: [3, 9], lifted: [7, 19] },
    { flags: [0, NaN, 1], new: 1, units: [3, 9], lifted: [0, 0] },
    { flags: [NaN, NaN, NaN], new: 1, units: [3, 9], lifted: [3, 9] },
    { flags: [1, NaN, 0], new: 0, units: [3, 9], lifted: [3, 9] },
  ];
  const fed = (values: number[][]) =>
    new Tensor('float32', Float32Array.from(values.flat()), [rows.length, values[0].length]);
  const { lifted } = await session.run({
    features: fed(rows.map(({ flags }) => flags)),
    new: fed(rows.map((row) => [row.new])),
    units: fed(rows.map((row) => row.units)),
  });
  await session.release();
  [...(lifted.data as Float32Array)].forEach((value, at) =>
    expect(value).toBeCloseTo(rows.flatMap((row) => row.lifted)[at], 4),
  );
});
