import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { mul } from '../../../src/graph/ops';
import { nearer, nearerIn } from '../../../src/training/head/nearness';

const NEARNESS = { typical: 0.1, twins: 10, columns: [1, 0, 2, 3] };
/** Units without; then log1p of what twins sell and of what is typical, weights of twins and of those alike. */
const CASES: [number, number[]][] = [
  [100, [Math.log1p(4), Math.log1p(25), 0.5, 1]],
  [100, [Math.log1p(4), Math.log1p(25), 0, 0]],
  [100, [Math.log1p(4), Math.log1p(25), 0, 20]],
  [100, [NaN, Math.log1p(25), NaN, NaN]],
  [100, [NaN, NaN, NaN, NaN]],
  [100, [Math.log1p(4), NaN, 0.5, 1]],
];

test('twins draw an answer to themselves, many that are alike keep it, and where nothing is near it is what is typical', () => {
  const found = CASES.map(([units, analogs]) => nearer(units, Float32Array.from(analogs), NEARNESS));
  expect(found[0]).toBeCloseTo(((1 * 10 + 5 * 2 + 0.1 * 5) / 6.1) ** 2, 4);
  expect(found[1]).toBeCloseTo(25, 4);
  expect(found[2]).toBeCloseTo(((20 * 10 + 0.1 * 5) / 20.1) ** 2, 4);
  expect(found[3]).toBeCloseTo(25, 4);
  expect(found[4]).toBeCloseTo(100, 8);
  expect(found[5]).toBeCloseTo(((1 * 10 + 5 * 2) / 6) ** 2, 4);
});

test('a graph says the same, and leaves alone what is not new', async () => {
  const graph = new GraphBuilder('near');
  const analogs = graph.input('analogs', 'float', ['N', 4]);
  const units = graph.input('units', 'float', ['N', 1]);
  const isNew = graph.input('new', 'float', ['N', 1]);
  graph.output('near', nearerIn(analogs, isNew, NEARNESS)(units));
  graph.output('old', nearerIn(analogs, mul(isNew, 0), NEARNESS)(units));
  const session = await openOnCpu(graph.bytes());
  const rows = CASES.length;
  const { near, old } = await session.run({
    analogs: new Tensor(
      'float32',
      CASES.flatMap(([, values]) => values),
      [rows, 4],
    ),
    units: new Tensor(
      'float32',
      Float32Array.from(CASES, ([value]) => value),
      [rows, 1],
    ),
    new: new Tensor('float32', new Float32Array(rows).fill(1), [rows, 1]),
  });
  await session.release();
  CASES.forEach(([value, told], row) => {
    expect(near.data[row]).toBeCloseTo(nearer(value, Float32Array.from(told), NEARNESS), 3);
    expect(old.data[row]).toBe(value);
  });
});
