import { NO_RANKING, type Ranking } from '../../common/ranking';

/** Similarity that one unit of log price between two products takes away where their sales are averaged. */
export const PRICE_PENALTY = 0.2;
/** Softness of the weights by which the sales of similar products are averaged. */
export const TEMPERATURE = 0.2;

/** Products like a text, by its vector and by its words and their parts; any of them may hold the product itself. */
export interface Likeness {
  vectors: Ranking;
  words: Ranking;
  characters: Ranking;
  /** Puts more products into `vectors`; false where there are no more. */
  deepen(): boolean;
}

/** That of nothing: no text is known. */
export const UNLIKE_ALL: Likeness = {
  vectors: NO_RANKING,
  words: NO_RANKING,
  characters: NO_RANKING,
  deepen: () => false,
};

/** The first `count` products of a ranking that are eligible, nearest first. */
export function firstEligible(
  { rows, similarities }: Ranking,
  count: number,
  eligible: (row: number) => boolean,
): Ranking {
  const chosen = { rows: new Int32Array(count), similarities: new Float32Array(count) };
  let filled = 0;
  for (let from = 0; from < rows.length && filled < count; from++) {
    if (!eligible(rows[from])) continue;
    chosen.rows[filled] = rows[from];
    chosen.similarities[filled++] = similarities[from];
  }
  return { rows: chosen.rows.subarray(0, filled), similarities: chosen.similarities.subarray(0, filled) };
}

/** The same of the nearest by vector, of which as many are looked up as it takes. */
export function nearestEligible(
  likeness: Likeness,
  count: number,
  eligible: (row: number) => boolean,
): Ranking {
  let found = firstEligible(likeness.vectors, count, eligible);
  while (found.rows.length < count && likeness.deepen())
    found = firstEligible(likeness.vectors, count, eligible);
  return found;
}
