import { wordTerms } from './terms';
import { sublinear } from './tfidf';

const COLUMNS = 3;
const BYTES = 4;

/**
 * The effect of a text's words on a target: the sum of its terms' coefficients, weighted like TF-IDF of unit length.
 * All numbers are single precision, so that a stored regression gives the same answers.
 */
export class WordRegression {
  private constructor(
    /** Ascending. */
    private readonly terms: Int32Array,
    /** Inverse document frequencies, which weight the counts. */
    private readonly idf: Float32Array,
    private readonly coefficients: Float32Array,
  ) {}

  /** From terms in any order, each once, with their values at the same indices. */
  static of(
    terms: readonly number[],
    idf: (at: number) => number,
    coefficient: (at: number) => number,
  ): WordRegression {
    const order = [...terms.keys()].sort((a, b) => terms[a] - terms[b]);
    return new WordRegression(
      Int32Array.from(order, (at) => terms[at]),
      Float32Array.from(order, idf),
      Float32Array.from(order, coefficient),
    );
  }

  /** NaN for a text without a single known term. */
  answer(text: string): number {
    const counts = new Map<number, number>();
    for (const term of wordTerms(text)) {
      const at = this.placeOf(term);
      if (at >= 0) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    let [sum, squares] = [0, 0];
    for (const [at, count] of counts) {
      const weight = sublinear(count) * this.idf[at];
      sum += weight * this.coefficients[at];
      squares += weight * weight;
    }
    return squares > 0 ? sum / Math.sqrt(squares) : NaN;
  }

  /** Little-endian: int32 terms, ascending, then float32 inverse document frequencies, then float32 coefficients. */
  packed(): Uint8Array {
    const size = this.terms.length;
    const bytes = new DataView(new ArrayBuffer(size * COLUMNS * BYTES));
    for (let at = 0; at < size; at += 1) {
      bytes.setInt32(at * BYTES, this.terms[at], true);
      bytes.setFloat32((size + at) * BYTES, this.idf[at], true);
      bytes.setFloat32((2 * size + at) * BYTES, this.coefficients[at], true);
    }
    return new Uint8Array(bytes.buffer);
  }

  /** Throws if the bytes are not a regression. */
  static unpacked(bytes: Uint8Array): WordRegression {
    const size = bytes.byteLength / (COLUMNS * BYTES);
    if (!Number.isInteger(size))
      throw new Error(`it has ${bytes.byteLength} bytes, which are no whole terms`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const floats = (column: number) =>
      Float32Array.from({ length: size }, (_, at) => view.getFloat32((column * size + at) * BYTES, true));
    const terms = Int32Array.from({ length: size }, (_, at) => view.getInt32(at * BYTES, true));
    const [idf, coefficients] = [floats(1), floats(2)];
    const sound =
      terms.every((term, at) => at === 0 || term > terms[at - 1]) &&
      idf.every((value) => value > 0 && Number.isFinite(value)) &&
      coefficients.every(Number.isFinite);
    if (!sound) throw new Error('its numbers are no coefficients of terms');
    return new WordRegression(terms, idf, coefficients);
  }

  /** Place of a term, or -1. */
  private placeOf(term: number): number {
    let [low, high] = [0, this.terms.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.terms[middle] < term) low = middle + 1;
      else high = middle;
    }
    return this.terms[low] === term ? low : -1;
  }
}
