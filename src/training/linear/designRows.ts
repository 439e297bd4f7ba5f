import { mean, populationDeviation, present } from '../../common/statistics';
import { Tfidf, type SparseVector } from '../../shop/words/tfidf';

/** Converts feature vectors and texts to the rows of a linear model; fitted only on training rows. */
export interface Design {
  /** Columns of numbers and of their missing indicators, then columns of words. */
  numbers: number;
  words: number;
  /** What the columns of words stand for; null without them. */
  tfidf: Tfidf | null;
  row(features: Float32Array, text: string): SparseVector;
}

/** Values are clipped at this many standard deviations, so that outliers do not dominate a linear model. */
const LARGEST = 4;
/** At most this many levels of a category get a column. */
export const MOST_LEVELS = 50;

/**
 * Numbers are standardised and clipped at 4 standard deviations, flags are only scaled, a missing number becomes 0 and
 * sets an indicator column; with `withText` the TF-IDF terms of the text follow. `features` are training rows [F] with
 * NaN for missing.
 */
export function fitDesign(
  features: readonly Float32Array[],
  texts: readonly string[],
  withText: boolean,
): Design {
  const width = features[0].length;
  const centre = new Float64Array(width);
  const scale = new Float64Array(width);
  for (let j = 0; j < width; j++) {
    const known = present(features.map((row) => row[j]));
    if (known.length === 0) continue;
    const spread = populationDeviation(known);
    // Centring a flag would only shift the intercept; without it, rows stay sparse.
    centre[j] = known.every((value) => value === 0 || value === 1) ? 0 : mean(known);
    scale[j] = spread > 1e-6 ? 1 / spread : 0;
  }
  const tfidf = withText ? new Tfidf([...new Set(texts)]) : null;
  const vectors = new Map<string, SparseVector>();
  const words = (text: string): SparseVector | undefined => {
    if (tfidf && !vectors.has(text)) vectors.set(text, tfidf.vector(text));
    return vectors.get(text);
  };
  return {
    numbers: 2 * width,
    words: tfidf?.size ?? 0,
    tfidf,
    row(values, text) {
      const terms: number[] = [];
      const weights: number[] = [];
      values.forEach((value, j) => {
        const missing = Number.isNaN(value);
        if (!missing && (scale[j] === 0 || value === centre[j])) return;
        terms.push(missing ? width + j : j);
        weights.push(missing ? 1 : clip((value - centre[j]) * scale[j]));
      });
      const found = words(text);
      found?.terms.forEach((term, i) => {
        terms.push(2 * width + term);
        weights.push(found.weights[i]);
      });
      return { terms: Int32Array.from(terms), weights: Float64Array.from(weights) };
    },
  };
}

function clip(value: number): number {
  return Math.max(-LARGEST, Math.min(LARGEST, value));
}
