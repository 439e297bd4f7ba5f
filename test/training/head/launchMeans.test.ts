import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { launchMeans } from '../../../src/training/head/launchMeans';

/** Weekly means of a product of two weeks, by its quantiles of the weeks and of the total. */
async function means(given: number[], quantiles: number[], isNew = 1): Promise<number[]> {
  const graph = new GraphBuilder('means');
  const units = graph.input('units', 'float', ['N', 3, 3]);
  const launched = graph.input('new', 'float', ['N', 1]);
  graph.output(
    'means',
    launchMeans(graph.input('given', 'float', ['N', 2]), units, launched, [0.1, 0.5, 0.9]),
  );
  const session = await openOnCpu(graph.bytes());
  const { means: found } = await session.run({
    units: new Tensor('float32', quantiles, [1, 3, 3]),
    new: new Tensor('float32', [isNew], [1, 1]),
    given: new Tensor('float32', given, [1, 2]),
  });
  await session.release();
  return [...(found.data as Float32Array)];
}

test("a launch's mean is no less than its median and no more than the end of its range, weeks and total", async () => {
  expect(await means([5, 5], [0, 4, 10, 0, 4, 10, 1, 9, 20])).toEqual([5, 5]);
  const [first, second] = await means([2, 5], [0, 4, 10, 0, 4, 10, 1, 12, 20]);
  expect(first + second).toBeCloseTo(12, 5);
  expect(first).toBeGreaterThanOrEqual(4);
  const bounded = await means([50, 50], [0, 4, 10, 0, 4, 10, 1, 9, 16]);
  expect(bounded[0]).toBeCloseTo(8, 5);
  expect(await means([0, 0], [0, 0, 3, 0, 0, 3, 0, 0, 4])).toEqual([0, 0]);
});

test('that of any other product stays as it is', async () => {
  expect(await means([2, 50], [0, 4, 10, 0, 4, 10, 1, 12, 20], 0)).toEqual([2, 50]);
});
