/** Products by descending similarity. */
export interface Ranking {
  /** [K]: rows of the products. */
  rows: Int32Array;
  /** [K] */
  similarities: Float32Array;
}

export const NO_RANKING: Ranking = { rows: new Int32Array(), similarities: new Float32Array() };

/** The best `count` of `candidates` by score; ties in the order of rows. */
export function ranked(candidates: Int32Array, scores: Float32Array, count: number): Ranking {
  const rows = new Int32Array(Math.min(count, candidates.length));
  const similarities = new Float32Array(rows.length);
  let filled = 0;
  for (let from = 0; from < candidates.length; from++) {
    const score = scores[from];
    const row = candidates[from];
    let at = filled;
    if (filled < rows.length) filled += 1;
    else if (!isBefore(score, row, similarities[--at], rows[at])) continue;
    for (; at > 0 && isBefore(score, row, similarities[at - 1], rows[at - 1]); at--) {
      rows[at] = rows[at - 1];
      similarities[at] = similarities[at - 1];
    }
    rows[at] = row;
    similarities[at] = score;
  }
  return { rows, similarities };
}

/** The best of several rankings of different products. */
export function mergedRankings(parts: readonly Ranking[], count: number): Ranking {
  const size = parts.reduce((sum, { rows }) => sum + rows.length, 0);
  const [rows, similarities] = [new Int32Array(size), new Float32Array(size)];
  let at = 0;
  for (const part of parts) {
    rows.set(part.rows, at);
    similarities.set(part.similarities, at);
    at += part.rows.length;
  }
  return ranked(rows, similarities, count);
}

/** The same with ties in a given order, whichever the search found first. */
export function orderedTies(
  { rows, similarities }: Ranking,
  compare: (a: number, b: number) => number,
): Ranking {
  const ordered = rows.slice();
  for (let from = 0, to = 0; from < rows.length; from = to) {
    while (to < rows.length && similarities[to] === similarities[from]) to += 1;
    if (to - from > 1) ordered.subarray(from, to).sort(compare);
  }
  return { rows: ordered, similarities };
}

function isBefore(score: number, row: number, other: number, otherRow: number): boolean {
  return score > other || (score === other && row < otherRow);
}
