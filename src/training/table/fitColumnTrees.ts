import { sum } from '../../common/statistics';
import type { ColumnTrees } from '../head/columnTrees';
import { binned, GrowingTrees } from './growingTrees';
import { foldsOf, seenRows } from './outOfFold';

/** Trees fitted on the seen rows. */
export interface FittedTrees {
  trees: ColumnTrees;
  /** [R]: predictions for all rows, each made without the row's own target. */
  answers: Float32Array;
}

const MOST_TREES = 400;
const PATIENCE = 30;
const SEED = 11;

/**
 * Boosted trees on these `columns` of features, row-major [R, width]. Those of the folds grow in parallel until they
 * stop improving on the rows that each has not seen; the final fit has as many trees. Null if they do not help.
 */
export function fitColumnTrees(
  features: Float32Array,
  columns: readonly number[],
  latents: Float32Array,
  seen: Uint8Array,
): FittedTrees | null {
  const width = features.length / seen.length;
  const table = columns
    .map((column) => binned(features, width, column))
    .filter(({ thresholds }) => thresholds.length > 0);
  if (table.length === 0) return null;
  const folds = foldsOf(seen).map(({ others, held }, fold) => ({
    held,
    growing: new GrowingTrees(table, latents, others, SEED + fold + 1),
  }));
  const missedBy = () =>
    sum(folds.map(({ held, growing }) => sum(held.map((row) => (latents[row] - growing.answers[row]) ** 2))));
  const answers = new Float32Array(seen.length);
  let best = { missed: missedBy(), count: 0 };
  for (let count = 1; count <= MOST_TREES && count - best.count <= PATIENCE; count += 1) {
    folds.forEach(({ growing }) => growing.grow());
    const missed = missedBy();
    if (missed >= best.missed) continue;
    best = { missed, count };
    for (const { held, growing } of folds) for (const row of held) answers[row] = growing.answers[row];
  }
  if (best.count === 0) return null;
  const whole = new GrowingTrees(table, latents, seenRows(seen), SEED);
  for (let count = 0; count < best.count; count += 1) whole.grow();
  seen.forEach((flag, row) => {
    if (flag === 0) answers[row] = whole.answers[row];
  });
  return { trees: whole.trees, answers };
}
