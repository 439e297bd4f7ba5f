/** A sparse vector of unit length: ascending term indices and their weights. */
export interface SparseVector {
  terms: Int32Array;
  weights: Float64Array;
}

/**
 * TF-IDF of words and pairs of neighbouring words, fitted on training texts: sublinear term frequency 1 + ln tf, inverse
 * document frequency ln((1 + n) / (1 + df)) + 1, rows scaled to unit length. Words never seen in training count nothing.
 */
export class Tfidf {
  private readonly index = new Map<string, number>();
  private readonly idf: number[] = [];

  constructor(texts: readonly string[]) {
    const documents: number[] = [];
    for (const text of texts) {
      for (const term of new Set(termsOf(text))) {
        const known = this.index.get(term);
        if (known === undefined) this.index.set(term, documents.push(1) - 1);
        else documents[known]++;
      }
    }
    this.idf = documents.map((count) => Math.log((1 + texts.length) / (1 + count)) + 1);
  }

  /** Number of terms. */
  get size(): number {
    return this.idf.length;
  }

  vector(text: string): SparseVector {
    const counts = new Map<number, number>();
    for (const term of termsOf(text)) {
      const i = this.index.get(term);
      if (i !== undefined) counts.set(i, (counts.get(i) ?? 0) + 1);
    }
    const terms = Int32Array.from([...counts.keys()].sort((a, b) => a - b));
    const weights = Float64Array.from(terms, (term) => (1 + Math.log(counts.get(term)!)) * this.idf[term]);
    const length = Math.hypot(...weights);
    return { terms, weights: length > 0 ? weights.map((weight) => weight / length) : weights };
  }
}

function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
}
