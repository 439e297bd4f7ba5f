import { Random } from '../../common/random';

const FOLDS = 5;
const SEED = 7;

/** What rows are answered by something fitted on rows of a table. */
type Answerer = (row: number) => number;

/**
 * Answers for all rows, [R], that have not seen the row's own target: of a `seen` row by a fit on the other folds of the seen
 * ones, of any other by `whole`, a fit on all of them.
 */
export function outOfFold(
  seen: Uint8Array,
  fit: (rows: readonly number[]) => Answerer,
  whole: Answerer,
): Float32Array {
  const answers = Float32Array.from(seen, (flag, row) => (flag ? NaN : whole(row)));
  const order = new Random(SEED).shuffle(seenRows(seen));
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const others = fit(order.filter((_, at) => at % FOLDS !== fold));
    for (let at = fold; at < order.length; at += FOLDS) answers[order[at]] = others(order[at]);
  }
  return answers;
}

export function seenRows(seen: Uint8Array): number[] {
  return [...seen.keys()].filter((row) => seen[row] === 1);
}
