import { sublinear, type TermsOf } from './tfidf';
import { wordTerms } from './terms';

/** What a linear model of TF-IDF terms knows of one term. */
interface KnownTerm {
  /** Inverse document frequency, by which a term's count is weighed. */
  idf: number;
  coefficient: number;
}

const COLUMNS = 3;
const BYTES = 4;

/**
 * What the words of a text say of a target: the sum of its terms' coefficients, weighed as TF-IDF of unit length does.
 * All numbers are of single precision, so that a regression read from its file answers as it did before it was written.
 */
export class WordRegression {
  private constructor(
    private readonly known: ReadonlyMap<number, KnownTerm>,
    private readonly termsOf: TermsOf,
  ) {}

  static of(
    terms: readonly number[],
    idf: (at: number) => number,
    coefficient: (at: number) => number,
    termsOf: TermsOf = wordTerms,
  ): WordRegression {
    const told = terms.map((term, at): [number, KnownTerm] => [
      term,
      { idf: Math.fround(idf(at)), coefficient: Math.fround(coefficient(at)) },
    ]);
    return new WordRegression(new Map(told), termsOf);
  }

  /** NaN for a text without a single known term. */
  answer(text: string): number {
    const counts = new Map<number, number>();
    for (const term of this.termsOf(text)) {
      if (this.known.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    let [sum, squares] = [0, 0];
    for (const [term, count] of counts) {
      const { idf, coefficient } = this.known.get(term)!;
      const weight = sublinear(count) * idf;
      sum += weight * coefficient;
      squares += weight * weight;
    }
    return squares > 0 ? sum / Math.sqrt(squares) : NaN;
  }

  /** Little-endian: int32 terms, float32 inverse document frequencies, float32 coefficients. */
  packed(): Uint8Array {
    const bytes = new DataView(new ArrayBuffer(this.known.size * COLUMNS * BYTES));
    [...this.known].forEach(([term, { idf, coefficient }], at) => {
      bytes.setInt32(at * BYTES, term, true);
      bytes.setFloat32((this.known.size + at) * BYTES, idf, true);
      bytes.setFloat32((2 * this.known.size + at) * BYTES, coefficient, true);
    });
    return new Uint8Array(bytes.buffer);
  }

  /** Throws where the bytes are no regression. */
  static unpacked(bytes: Uint8Array, termsOf: TermsOf = wordTerms): WordRegression {
    const size = bytes.byteLength / (COLUMNS * BYTES);
    if (!Number.isInteger(size))
      throw new Error(`it has ${bytes.byteLength} bytes, which are no whole terms`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const terms = Array.from({ length: size }, (_, at) => view.getInt32(at * BYTES, true));
    const float = (column: number) => (at: number) => view.getFloat32((column * size + at) * BYTES, true);
    const regression = WordRegression.of(terms, float(1), float(2), termsOf);
    const sound = [...regression.known.values()].every(
      ({ idf, coefficient }) => idf > 0 && Number.isFinite(idf) && Number.isFinite(coefficient),
    );
    if (!sound || regression.known.size !== size) throw new Error('its numbers are no coefficients of terms');
    return regression;
  }
}
