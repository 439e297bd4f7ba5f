import type { Engine } from '../../engine/engine';
import type { Batcher } from '../queue/batcher';
import type { TokenizedText } from '../queue/textsUnderWay';
import { inStretches } from '../queue/stretches';

/** Unit vectors of texts, row-major [T, D]; requests that come meanwhile have their turns between them. */
export async function encodeInTurns(
  { tokenizer, encoder }: Pick<Engine, 'tokenizer' | 'encoder'>,
  batcher: Batcher,
  texts: readonly string[],
): Promise<Float32Array> {
  const tokenized: TokenizedText[] = [];
  await inStretches(texts, (text) => tokenized.push({ text, ids: tokenizer.tokenize(text).ids }));
  const { vectors } = await batcher.submit(tokenized, {
    signal: new AbortController().signal,
    pathOf: (index) => `text ${index}`,
  });
  const { dimension } = encoder;
  const rows = new Float32Array(texts.length * dimension);
  vectors.forEach((vector, row) => rows.set(vector, row * dimension));
  return rows;
}
