import type { Likeness } from './likeness';
import type { Ranking } from '../../common/ranking';

/** Rows of products that a person included or excluded as similar to a subject. */
export interface ChosenAnalogs {
  include: readonly number[];
  exclude: ReadonlySet<number>;
}

/**
 * A likeness restricted to the choice: only the included products, each as similar as an identical text; without any,
 * all but the excluded ones.
 */
export function chosenLikeness(likeness: Likeness, { include, exclude }: ChosenAnalogs): Likeness {
  if (include.length > 0) {
    const picked = { rows: Int32Array.from(include), similarities: new Float32Array(include.length).fill(1) };
    return { vectors: picked, words: picked, characters: picked, deepen: () => false };
  }
  if (exclude.size === 0) return likeness;
  const chosen: Likeness = {
    vectors: without(likeness.vectors, exclude),
    words: without(likeness.words, exclude),
    characters: without(likeness.characters, exclude),
    deepen: () => {
      const found = likeness.deepen();
      chosen.vectors = without(likeness.vectors, exclude);
      return found;
    },
  };
  return chosen;
}

function without({ rows, similarities }: Ranking, exclude: ReadonlySet<number>): Ranking {
  const kept = [...rows.keys()].filter((at) => !exclude.has(rows[at]));
  return {
    rows: Int32Array.from(kept, (at) => rows[at]),
    similarities: Float32Array.from(kept, (at) => similarities[at]),
  };
}
