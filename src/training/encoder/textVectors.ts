import type { Engine } from '../../engine/engine';
import { encodeTexts } from '../../engine/encodeTexts';
import type { IsWord } from '../../shop/words/knownWords';

/** Unit vectors of texts. */
export interface TextVectors {
  dimension: number;
  /** [D]. Throws for a text that was not embedded. */
  vectorOf(text: string): Float32Array;
  /**
   * Whether a word belongs to the language; with it, texts of launches are normalised to the shop's spelling, and must
   * be embedded that way.
   */
  isWord?: IsWord;
  /** The text to compare by words instead of this one; by default the text itself. */
  standIn?(text: string): string;
}

/** Embeds texts; `onProgress` gets the number done and the total. */
export async function embedTexts(
  engine: Engine,
  texts: Iterable<string>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<TextVectors> {
  const distinct = [...new Set(texts)];
  const { dimension } = engine.encoder;
  const vectors = await encodeTexts(engine, distinct, (done) => onProgress(done, distinct.length));
  const places = new Map(distinct.map((text, place) => [text, place]));
  return {
    dimension,
    vectorOf: (text) => {
      const place = places.get(text);
      if (place === undefined) throw new Error(`this text was not embedded: '${text}'`);
      return vectors.subarray(place * dimension, (place + 1) * dimension);
    },
  };
}
