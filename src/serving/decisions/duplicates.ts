import { certain } from '../../common/certain';
import { partsOf } from '../../common/unspaced';
import { finishGradually } from '../../common/steps';
import type { AssortmentResponse } from '../../contract/orders';
import { VectorIndex } from '../../shop/vectors/vectorIndex';
import { rounded } from '../forecast/ranges';
import { inTimeSlices } from '../queue/timeSlices';

type Duplicates = NonNullable<AssortmentResponse['duplicates']>;

/** Texts with the same numbers count as duplicates from this cosine on; different colours are below .9. */
const ALIKE = 0.94;
/** How many nearest texts are checked for each. */
const LOOKED_AT = 4;
const MOST_TOLD = 200;

interface Listed {
  index: number;
  sku: string | null;
  description: string;
}

/** Products that may be listed more than once: by their words, or by the similarity of their texts' vectors. */
export class DuplicateSearch {
  private readonly byWords = new Map<string, Listed[]>();
  /** By the row of its vector. */
  private readonly words: string[] = [];
  private index: VectorIndex | null = null;

  /** `vector` [D]: the description's. */
  add(product: Listed, vector: ArrayLike<number>): void {
    const words = wordsOf(product.description);
    const same = this.byWords.get(words);
    if (same) same.push(product);
    else {
      this.byWords.set(words, [product]);
      this.index ??= new VectorIndex(vector.length);
      this.index.set(this.words.length, Float32Array.from(vector));
      this.words.push(words);
    }
  }

  /** The most certain first. Rejects with the reason of `signal` once it is aborted. */
  async found(signal: AbortSignal): Promise<{ duplicates: Duplicates; duplicates_found: number }> {
    const same = [...this.byWords.values()]
      .filter((products) => products.length > 1)
      .map((items) => ({ items, similarity: 1, same_words: true }));
    const all = [...same, ...(await this.nearTexts(signal))];
    return { duplicates: all.slice(0, MOST_TOLD), duplicates_found: all.length };
  }

  private async nearTexts(signal: AbortSignal): Promise<Duplicates> {
    const { index, words: texts } = this;
    if (!index) return [];
    // Without it every text would be compared with every other one.
    if (index.wantsGraph) await finishGradually(unlessAborted(index.building(), signal));
    const pairs: Duplicates = [];
    // The nearest texts of one may include the other, but not the reverse.
    const told = new Set<number>();
    await inTimeSlices(texts, (words, row) => {
      signal.throwIfAborted();
      const { rows, similarities } = index.nearest(certain(index.vector(row), 'a vector'), LOOKED_AT);
      rows.forEach((other, at) => {
        const together = similarities[at] >= ALIKE && numbersOf(words) === numbersOf(texts[other]);
        const [first, second] = [Math.min(row, other), Math.max(row, other)];
        const pair = first * texts.length + second;
        if (first === second || !together || told.has(pair)) return;
        told.add(pair);
        const items = [first, second].flatMap((one) =>
          certain(this.byWords.get(texts[one]), 'item of these words').slice(0, 1),
        );
        pairs.push({ items, similarity: Math.min(1, rounded(similarities[at])), same_words: false });
      });
    });
    return pairs.sort((a, b) => b.similarity - a.similarity);
  }
}

function* unlessAborted(steps: Iterable<void>, signal: AbortSignal): Generator<void> {
  for (const step of steps) {
    signal.throwIfAborted();
    yield step;
  }
}

/** Words and numbers in lower case and alphabetical order, so that order, case and punctuation do not matter. */
function wordsOf(text: string): string {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [text];
  const parts = words.flatMap((run) => partsOf(run).map(({ start, end }) => run.slice(start, end)));
  return parts.sort().join(' ');
}

function numbersOf(words: string): string {
  return (words.match(/\p{N}+/gu) ?? []).join(' ');
}
