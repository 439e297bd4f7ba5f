import { Random } from '../../common/random';

const FOLDS = 5;
const SEED = 7;

/** A predictor fitted on rows of a table, by row. */
type Answerer = (row: number) => number;

/**
 * Predictions for all rows, [R], made without the row's own target: for a `seen` row by a fit on the other folds of the
 * seen ones, for any other by `whole`, a fit on all of them.
 */
export function outOfFold(
  seen: Uint8Array,
  fit: (rows: readonly number[]) => Answerer,
  whole: Answerer,
): Float32Array {
  const answers = Float32Array.from(seen, (flag, row) => (flag ? NaN : whole(row)));
  for (const { others, held } of foldsOf(seen)) {
    const answer = fit(others);
    for (const row of held) answers[row] = answer(row);
  }
  return answers;
}

/** The `seen` rows split into folds: the rows of each, and those of all others. */
export function foldsOf(seen: Uint8Array): { others: number[]; held: number[] }[] {
  const order = new Random(SEED).shuffle(seenRows(seen));
  return Array.from({ length: FOLDS }, (_, fold) => ({
    others: order.filter((_row, at) => at % FOLDS !== fold),
    held: order.filter((_row, at) => at % FOLDS === fold),
  }));
}

export function seenRows(seen: Uint8Array): number[] {
  return [...seen.keys()].filter((row) => seen[row] === 1);
}
