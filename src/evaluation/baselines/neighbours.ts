import type { SparseVector } from './tfidf';

export interface Neighbour {
  row: number;
  /** Cosine. */
  similarity: number;
}

/** Finds the rows of a bank that are most similar to a vector; rows without any common term are never found. */
export class SparseBank {
  private readonly postings = new Map<number, { row: number; weight: number }[]>();

  constructor(private readonly vectors: readonly SparseVector[]) {
    vectors.forEach(({ terms, weights }, row) => {
      terms.forEach((term, i) => {
        const list = this.postings.get(term);
        if (list) list.push({ row, weight: weights[i] });
        else this.postings.set(term, [{ row, weight: weights[i] }]);
      });
    });
  }

  /** At most `k` rows, most similar first, without row `except`. */
  nearest(query: SparseVector, k: number, except: number): Neighbour[] {
    const scores = new Float64Array(this.vectors.length);
    query.terms.forEach((term, i) => {
      for (const { row, weight } of this.postings.get(term) ?? []) scores[row] += weight * query.weights[i];
    });
    return best(scores, k, except);
  }
}

/** The same for dense unit vectors, one a row; similarities may be lessened by a penalty for a row. */
export class DenseBank {
  constructor(private readonly vectors: readonly Float32Array[]) {}

  nearest(
    query: Float32Array,
    k: number,
    except: number,
    penalty: (row: number) => number = () => 0,
  ): Neighbour[] {
    const scores = Float64Array.from(this.vectors, (vector, row) => {
      let dot = 0;
      for (let d = 0; d < vector.length; d++) dot += vector[d] * query[d];
      return dot - penalty(row);
    });
    return best(scores, k, except, -Infinity);
  }
}

/** Rows whose score is above `floor`. */
function best(scores: Float64Array, k: number, except: number, floor = 0): Neighbour[] {
  const top: Neighbour[] = [];
  for (let row = 0; row < scores.length; row++) {
    const similarity = scores[row];
    if (row === except || similarity <= floor) continue;
    if (top.length === k && similarity <= top[k - 1].similarity) continue;
    let at = top.length;
    while (at > 0 && top[at - 1].similarity < similarity) at--;
    top.splice(at, 0, { row, similarity });
    if (top.length > k) top.pop();
  }
  return top;
}
