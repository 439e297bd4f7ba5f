import type { Engine } from '../../engine/engine';
import type { Batcher } from '../queue/batcher';
import type { TokenizedText } from '../queue/textsUnderWay';
import { inTimeSlices } from '../queue/timeSlices';

/** Unit vectors of texts, row-major [T, D]; takes turns with requests that arrive meanwhile. */
export async function encodeInTurns(
  { tokenizer, encoder }: Pick<Engine, 'tokenizer' | 'encoder'>,
  batcher: Batcher,
  texts: readonly string[],
): Promise<Float32Array> {
  const tokenized: TokenizedText[] = [];
  await inTimeSlices(texts, (text) => tokenized.push({ text, ids: tokenizer.tokenize(text).ids }));
  const { vectors } = await batcher.submit(tokenized, {
    signal: new AbortController().signal,
    pathOf: (index) => `text ${index}`,
  });
  const { dimension } = encoder;
  const rows = new Float32Array(texts.length * dimension);
  vectors.forEach((vector, row) => rows.set(vector, row * dimension));
  return rows;
}
