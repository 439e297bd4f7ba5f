import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A fold for each row, at random but always the same, all of equal size but for one row. */
export function dealtFolds(rows: number, folds: number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i);
  const random = xoroshiro128plus(0);
  for (let i = rows - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const fold = new Array<number>(rows);
  order.forEach((row, place) => (fold[row] = place % folds));
  return fold;
}
