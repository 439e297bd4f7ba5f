import { NO_RANKING, type Ranking } from '../../common/ranking';

/** Reduction of similarity per unit of log price between two products when their sales are averaged. */
export const PRICE_PENALTY = 0.2;
/** Temperature of the weights by which the sales of similar products are averaged. */
export const TEMPERATURE = 0.2;

/**
 * Products similar to a text, by its vector, its words and its character n-grams; any of them may include the product
 * itself.
 */
export interface Likeness {
  vectors: Ranking;
  words: Ranking;
  characters: Ranking;
  /** Adds more products to `vectors`; false if there are no more. */
  deepen(): boolean;
}

/** Without any known text. */
export const UNLIKE_ALL: Likeness = {
  vectors: NO_RANKING,
  words: NO_RANKING,
  characters: NO_RANKING,
  deepen: () => false,
};

/** The first `count` eligible products of a ranking, nearest first. */
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

/** The same for the nearest by vector, looking up as many as needed. */
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
