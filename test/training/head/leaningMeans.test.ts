import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { keptSum, leanMeans } from '../../../src/training/head/leaningMeans';

/** Means of two weeks and their total, of a launch whose similar products sell 12 a week. */
async function scaled(hasHistory: number, means: number[], similar = Math.log1p(12)): Promise<number[]> {
  const graph = new GraphBuilder('means');
  const given = graph.input('means', 'float', ['N', 3]);
  const level = graph.input('similar', 'float', ['N', 1]);
  const known = graph.input('known', 'float', ['N', 1]);
  graph.output('out', leanMeans(given, { similar: level, hasHistory: known }, { weight: 0.5, keptSum: 2 }));
  const session = await openOnCpu(graph.bytes());
  const { out } = await session.run({
    means: new Tensor('float32', means, [1, 3]),
    similar: new Tensor('float32', [similar], [1, 1]),
    known: new Tensor('float32', [hasHistory], [1, 1]),
  });
  return [...(out.data as Float32Array)];
}

test("a launch's weeks keep their shares and add up to twice the average with similar products", async () => {
  // Half the way from 8 to 24 in logarithms of one more: 3 * 5 - 1 = 14.
  const [first, second] = await scaled(0, [6, 2, 8]);
  expect(first).toBeCloseTo(21, 4);
  expect(second).toBeCloseTo(7, 4);
});

test('means stay as they are where there is history, and finite where nothing is known or sold', async () => {
  expect(await scaled(1, [6, 2, 8])).toEqual([6, 2, 8]);
  const [first, second] = await scaled(0, [6, 2, 8], NaN);
  expect([first, second]).toEqual([12, 4]);
  expect(await scaled(0, [0, 0, 0])).toEqual([0, 0, 0]);
});

function launches(count: number, level: number) {
  return Array.from({ length: count }, () => ({
    quantiles: new Float32Array(9),
    actual: new Float32Array(3),
    level,
  }));
}

test('what the leaning means add up to is brought back to what they did', () => {
  const meanOf = () => 8;
  expect(keptSum(launches(40, Math.log1p(12)), 0.5, 2, meanOf)).toBeCloseTo(8 / 14, 5);
  expect(keptSum(launches(40, Math.log1p(12)), 0, 2, meanOf)).toBeCloseTo(1, 9);
  expect(keptSum(launches(40, NaN), 0.5, 2, meanOf)).toBe(1);
});

test('launches that sell nothing are left as they are', () => {
  expect(keptSum(launches(40, 0), 0.5, 2, () => 0)).toBe(1);
});
