export interface Neighbour {
  row: number;
  /** Cosine. */
  similarity: number;
}

/**
 * Finds the rows of a bank of unit vectors, one per row, that are most similar to another; a penalty per row may reduce
 * similarities.
 */
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
    return best(scores, k, except);
  }
}

function best(scores: Float64Array, k: number, except: number): Neighbour[] {
  const top: Neighbour[] = [];
  for (let row = 0; row < scores.length; row++) {
    const similarity = scores[row];
    if (row === except) continue;
    if (top.length === k && similarity <= top[k - 1].similarity) continue;
    let at = top.length;
    while (at > 0 && top[at - 1].similarity < similarity) at--;
    top.splice(at, 0, { row, similarity });
    if (top.length > k) top.pop();
  }
  return top;
}
