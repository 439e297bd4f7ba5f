import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { memberUnits, memberUnitsOf } from '../../../src/training/head/stackMember';

/** Features: log1p of the weeks known and of their mean units; analogs: log1p of what similar products sell. */
const MEMBERS = [
  { name: 'mean_8', table: 'features', column: 1 },
  { name: 'shrunk_level', table: 'features', column: 1, towards: 0 },
] as const;
const RECORDS = [
  [1, 30, 6],
  [2, 30, 6],
  [8, 30, 6],
  [40, 30, 6],
  [3, 30, NaN],
  [3, NaN, 6],
].map((record) => record.map(Math.log1p));

test('the level of few weeks is drawn towards that of similar products, which counts as one week', async () => {
  const graph = new GraphBuilder('members');
  const features = graph.input('features', 'float', ['N', 2]);
  const analogs = graph.input('analogs', 'float', ['N', 1]);
  graph.output('units', memberUnits(MEMBERS, features, analogs, 0));
  const session = await openOnCpu(graph.bytes());
  const { units } = await session.run({
    features: new Tensor(
      'float32',
      RECORDS.flatMap(([weeks, own]) => [weeks, own]),
      [RECORDS.length, 2],
    ),
    analogs: new Tensor(
      'float32',
      RECORDS.map(([, , similar]) => similar),
      [RECORDS.length, 1],
    ),
  });
  await session.release();
  const drawn = RECORDS.map((_, row) => Number(units.data[2 * row + 1]));
  [18, 22, 27.333, 27.333, 30].forEach((wanted, row) => expect(drawn[row]).toBeCloseTo(wanted, 2));
  expect(drawn[5]).toBeNaN();
  RECORDS.forEach(([weeks, own, similar], row) => {
    const plain = memberUnitsOf(
      MEMBERS[1],
      (column) => [weeks, own][column],
      () => similar,
      0,
    );
    if (row === 5) return expect(plain).toBeNaN();
    expect(drawn[row]).toBeCloseTo(plain, 3);
    expect(units.data[2 * row]).toBeCloseTo(30, 3);
  });
});
