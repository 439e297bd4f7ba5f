import { NO_RANKING, type Ranking } from './ranking';

/** Similarity that one unit of log price between two products takes away where their sales are averaged. */
export const PRICE_PENALTY = 0.2;
/** Softness of the weights by which the sales of similar products are averaged. */
export const TEMPERATURE = 0.2;

/** Products like a text, by its vector and by its words and their parts; any of them may hold the product itself. */
export interface Likeness {
  vectors: Ranking;
  words: Ranking;
  characters: Ranking;
}

/** That of nothing: no text is known. */
export const UNLIKE_ALL: Likeness = { vectors: NO_RANKING, words: NO_RANKING, characters: NO_RANKING };

/** The first `count` products of a ranking that are eligible, nearest first, with their similarities less a penalty >= 0. */
export function firstEligible(
  { rows, similarities }: Ranking,
  count: number,
  eligible: (row: number) => boolean,
  penalty: (row: number) => number = () => 0,
): Ranking {
  const best: Ranking = { rows: new Int32Array(count), similarities: new Float32Array(count) };
  let filled = 0;
  for (let from = 0; from < rows.length; from++) {
    if (filled === count && !(similarities[from] > best.similarities[count - 1])) break;
    const row = rows[from];
    if (!eligible(row)) continue;
    const value = similarities[from] - penalty(row);
    if (filled === count && !(value > best.similarities[count - 1])) continue;
    let at = filled < count ? filled++ : count - 1;
    for (; at > 0 && best.similarities[at - 1] < value; at--) {
      best.rows[at] = best.rows[at - 1];
      best.similarities[at] = best.similarities[at - 1];
    }
    best.rows[at] = row;
    best.similarities[at] = value;
  }
  return { rows: best.rows.subarray(0, filled), similarities: best.similarities.subarray(0, filled) };
}
