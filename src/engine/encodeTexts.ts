import { certain } from '../common/certain';
import { BATCH_PLANS } from './batchPlan';
import type { Engine } from './engine';
import { packTokens } from './packTokens';

/** Texts sorted by length together: enough for batches without padding, few enough to show progress. */
const CHUNK = 4096;

/**
 * Vectors of many texts, row-major [texts, D], using every inference process. Identical texts are encoded once.
 * `onProgress` gets the number of texts done.
 */
export async function encodeTexts(
  engine: Engine,
  texts: readonly string[],
  onProgress: (done: number) => void = () => {},
): Promise<Float32Array> {
  const { dimension } = engine.encoder;
  const vectors = new Float32Array(texts.length * dimension);
  const firstAt = new Map<string, number>();
  texts.forEach((text, row) => {
    if (!firstAt.has(text)) firstAt.set(text, row);
  });
  const rows = [...firstAt.values()];
  for (let from = 0; from < rows.length; from += CHUNK) {
    await encodeChunk(engine, texts, rows.slice(from, from + CHUNK), vectors, (done) =>
      onProgress(Math.floor(((from + done) / rows.length) * texts.length)),
    );
  }
  texts.forEach((text, row) => {
    const first = certain(firstAt.get(text), 'first place of a text');
    if (first !== row) vectors.copyWithin(row * dimension, first * dimension, (first + 1) * dimension);
  });
  return vectors;
}

async function encodeChunk(
  { tokenizer, pool, encoder, device }: Engine,
  texts: readonly string[],
  rows: readonly number[],
  vectors: Float32Array,
  onProgress: (done: number) => void,
): Promise<void> {
  const tokens = rows.map((row) => ({ row, ids: tokenizer.tokenize(texts[row]).ids }));
  tokens.sort((a, b) => b.ids.length - a.ids.length);
  const budget = BATCH_PLANS[device.provider].bulk;
  let next = 0;
  let done = 0;
  const work = async () => {
    while (next < tokens.length) {
      const size = Math.max(1, Math.floor(budget / tokens[next].ids.length));
      const batch = tokens.slice(next, next + size);
      next += batch.length;
      const encoded = await pool.encode(packTokens(batch.map(({ ids }) => ids)));
      batch.forEach(({ row }, at) => {
        const vector = encoded.vectors.subarray(at * encoder.dimension, (at + 1) * encoder.dimension);
        vectors.set(vector, row * encoder.dimension);
      });
      done += batch.length;
      onProgress(done);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, pool.freeSlots) }, work));
}
