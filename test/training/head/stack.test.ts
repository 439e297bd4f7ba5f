import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { partsOf, type Stack, stacked } from '../../../src/training/head/stack';

const LEVELS = [0.1, 0.5, 0.9];
const shares = (network: number, first: number, second: number) => [network, first, second, 0];
/** Two weeks and their total; a member among the features, one among the analogs, and a model that answers all. */
const STACK: Stack = {
  members: [
    { name: 'mean_4', table: 'features', column: 1 },
    { name: 'analogs_mean', table: 'analogs', column: 0 },
  ],
  models: ['ridge'],
  shares: { new: shares(0.5, 0, 0.5), young: shares(0.2, 0.4, 0.4), known: shares(0.5, 0.5, 0) },
  nearness: null,
  categories: null,
  weeksKnown: 0,
};
const logs = (units: number[]) => units.map((value) => Math.log1p(value));

const MODEL = [3, 9, 24];

/** Quantiles and means in units for a record with these weeks of history. */
async function mixed(
  weeks: number,
  own: number,
  similar: number,
  units: number[],
  means: number[],
  stack = STACK,
) {
  const graph = new GraphBuilder('stack');
  const features = graph.input('features', 'float', ['N', 2]);
  const analogs = graph.input('analogs', 'float', ['N', 1]);
  const answer = stacked(
    {
      quantiles: graph.input('placed', 'float', ['N', 3, 3]),
      means: graph.input('means', 'float', ['N', 2]),
    },
    { features, analogs, models: [graph.input('model', 'float', ['N', 3])] },
    LEVELS,
    stack,
  );
  graph.output('quantiles', answer.quantiles);
  graph.output('mixed_means', answer.means);
  const session = await openOnCpu(graph.bytes());
  const outputs = await session.run({
    features: new Tensor('float32', [Math.log1p(weeks), Math.log1p(own)], [1, 2]),
    analogs: new Tensor('float32', [Math.log1p(similar)], [1, 1]),
    placed: new Tensor('float32', logs(units), [1, 3, 3]),
    means: new Tensor('float32', means, [1, 2]),
    model: new Tensor('float32', logs(MODEL), [1, 3]),
  });
  await session.release();
  return {
    quantiles: [...(outputs.quantiles.data as Float32Array)].map(Math.expm1),
    means: [...(outputs.mixed_means.data as Float32Array)],
  };
}

const UNITS = [2, 10, 30, 0, 4, 20, 5, 16, 60];

test('the median is the mix in units, of a total times the weeks; means too', async () => {
  const { quantiles, means } = await mixed(20, 20, 1000, UNITS, [12, 6]);
  expect(quantiles[1]).toBeCloseTo(15, 3);
  expect(quantiles[4]).toBeCloseTo(12, 3);
  expect(quantiles[7]).toBeCloseTo(28, 3);
  expect(means.map((value) => Math.round(value))).toEqual([16, 13]);
});

test('new, young and known products have shares of their own', async () => {
  expect((await mixed(0, NaN, 40, UNITS, [12, 6])).quantiles[1]).toBeCloseTo(25, 3);
  expect((await mixed(8, 20, 40, UNITS, [12, 6])).quantiles[1]).toBeCloseTo(26, 3);
  expect((await mixed(9, 20, 40, UNITS, [12, 6])).quantiles[1]).toBeCloseTo(15, 3);
});

test('a member that knows nothing leaves its share to the network', async () => {
  const { quantiles, means } = await mixed(3, NaN, 10, UNITS, [12, 6]);
  expect(quantiles[1]).toBeCloseTo(10, 3);
  expect(means[0]).toBeCloseTo(0.6 * 12 + 0.4 * 10, 4);
});

test('a range moves along, and where it starts at nothing sold it still does', async () => {
  const { quantiles } = await mixed(20, 100, NaN, [0, 0, 3, 0, 10, 30, 0, 10, 30], [1, 10]);
  expect(quantiles[0]).toBe(0);
  expect(quantiles[3]).toBe(0);
  for (const from of [0, 3, 6]) {
    expect(quantiles[from + 1]).toBeGreaterThanOrEqual(quantiles[from]);
    expect(quantiles[from + 2]).toBeGreaterThan(quantiles[from + 1]);
  }
});

test('a model answers each week and the total for itself; in means its weeks add up to its total', async () => {
  const stack = { ...STACK, shares: { ...STACK.shares, known: [0.25, 0.25, 0, 0.5] } };
  const { quantiles, means } = await mixed(20, 20, 40, UNITS, [12, 6], stack);
  expect(quantiles[1]).toBeCloseTo(0.25 * 10 + 0.25 * 20 + 0.5 * 3, 3);
  expect(quantiles[4]).toBeCloseTo(0.25 * 4 + 0.25 * 20 + 0.5 * 9, 3);
  expect(quantiles[7]).toBeCloseTo(0.25 * 16 + 0.25 * 40 + 0.5 * 24, 3);
  expect(means[0]).toBeCloseTo(0.25 * 12 + 0.25 * 20 + 0.5 * 6, 3);
  expect(means[1]).toBeCloseTo(0.25 * 6 + 0.25 * 20 + 0.5 * 18, 3);
});

test('what has a share is told, the largest first', () => {
  expect(partsOf(STACK).young.weeks).toEqual([
    { name: 'mean_4', weight: 0.4 },
    { name: 'analogs_mean', weight: 0.4 },
    { name: 'network', weight: 0.2 },
  ]);
  expect(partsOf(STACK).new.total.map(({ name }) => name)).toEqual(['network', 'analogs_mean']);
});
