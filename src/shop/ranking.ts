/** Products by falling similarity to something. */
export interface Ranking {
  /** [K]: rows of the products. */
  rows: Int32Array;
  /** [K] */
  similarities: Float32Array;
}

export const NO_RANKING: Ranking = { rows: new Int32Array(), similarities: new Float32Array() };

/** The best `count` of `candidates`, by their scores; of those that score the same the lowest row is first. */
export function ranked(candidates: Int32Array, scores: Float32Array, count: number): Ranking {
  const rows = new Int32Array(Math.min(count, candidates.length));
  const similarities = new Float32Array(rows.length);
  let filled = 0;
  const isBetter = (score: number, row: number, at: number) =>
    score > similarities[at] || (score === similarities[at] && row < rows[at]);
  for (let from = 0; from < candidates.length; from++) {
    const [score, row] = [scores[from], candidates[from]];
    if (filled === rows.length && !isBetter(score, row, filled - 1)) continue;
    let at = filled < rows.length ? filled++ : filled - 1;
    for (; at > 0 && isBetter(score, row, at - 1); at--) {
      rows[at] = rows[at - 1];
      similarities[at] = similarities[at - 1];
    }
    rows[at] = row;
    similarities[at] = score;
  }
  return { rows, similarities };
}
