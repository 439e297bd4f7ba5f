import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { Random } from '../../../src/common/random';
import { GraphBuilder } from '../../../src/graph/builder';
import { type ColumnTrees, treeAnswers } from '../../../src/training/head/columnTrees';
import { fitColumnTrees } from '../../../src/training/table/fitColumnTrees';

const ROWS = 300;
const COLUMNS = [0, 1, 2];
const random = new Random(3);
const noise = () => random.uniform() - 0.5;
/** A quarter of the third column is missing; the fourth is nobody's. */
const FEATURES = Float32Array.from({ length: ROWS * 4 }, (_, at) =>
  at % 4 === 2 && random.uniform() < 0.25 ? NaN : noise(),
);
const feature = (row: number, column: number) => FEATURES[4 * row + column];
/** Two columns tell it together and neither alone, and so does a value that is missing. */
const TARGETS = Float32Array.from(
  { length: ROWS },
  (_, row) =>
    Math.sign(feature(row, 0) * feature(row, 1)) + (Number.isNaN(feature(row, 2)) ? 1 : 0) + 0.2 * noise(),
);
const ALL = new Uint8Array(ROWS).fill(1);

function explained(answers: Float32Array, targets: Float32Array): number {
  const mean = targets.reduce((total, target) => total + target, 0) / ROWS;
  const squares = (of: (row: number) => number) =>
    targets.reduce((total, target, row) => total + (target - of(row)) ** 2, 0);
  return 1 - squares((row) => answers[row]) / squares(() => mean);
}

async function inGraph(trees: ColumnTrees, features: Float32Array): Promise<Float32Array> {
  const graph = new GraphBuilder('trees');
  graph.output('answers', treeAnswers(graph.input('features', 'float', ['N', 4]), trees));
  const session = await openOnCpu(graph.bytes());
  const outputs = await session.run({ features: new Tensor('float32', features, [features.length / 4, 4]) });
  await session.release();
  return outputs.answers.data as Float32Array;
}

const fitted = fitColumnTrees(FEATURES, COLUMNS, TARGETS, ALL)!;

it('finds what columns tell together and what is missing, of rows whose targets it has not seen', () => {
  expect(explained(fitted.answers, TARGETS)).toBeGreaterThan(0.7);
});

it('answers rows that are held out by the trees of a graph, and has not looked at their targets', async () => {
  const seen = ALL.map((_, row) => (row % 5 === 0 ? 0 : 1));
  const held = [...seen.keys()].filter((row) => seen[row] === 0);
  const garbage = TARGETS.map((target, row) => (seen[row] ? target : 1e3));
  const { trees, answers } = fitColumnTrees(FEATURES, COLUMNS, garbage, seen)!;
  const answered = await inGraph(trees, FEATURES);
  held.forEach((row) => expect(answered[row]).toBeCloseTo(answers[row], 4));
  expect(held).toHaveLength(ROWS / 5);
});

it('answers any row in numbers', async () => {
  const strange = [NaN, NaN, NaN, NaN, 1e30, -1e30, Infinity, 0, -Infinity, 0, 0, NaN];
  const answers = await inGraph(fitted.trees, Float32Array.from(strange));
  expect([...answers].every((answer) => Math.abs(answer) < 3)).toBe(true);
});

it('is none where columns say nothing', () => {
  const luck = Float32Array.from({ length: ROWS }, noise);
  const found = fitColumnTrees(FEATURES, COLUMNS, luck, ALL);
  if (found) expect(Math.abs(explained(found.answers, luck))).toBeLessThan(0.05);
  expect(fitColumnTrees(new Float32Array(ROWS * 4), COLUMNS, TARGETS, ALL)).toBeNull();
  expect(fitColumnTrees(FEATURES, [], TARGETS, ALL)).toBeNull();
});
