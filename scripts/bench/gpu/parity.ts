import type { HeadOutputs } from '../../../src/contract/head';
import { leastSimilarity } from '../../../src/engine/similarity';
import { encodeTexts } from '../../../src/engine/encodeTexts';
import type { Dtype } from '../../../src/engine/encoderDirectory';
import { Engine } from '../../../src/engine/engine';
import { goldenInputs, goldenBatch, largestDifference } from '../../../src/engine/goldenRecords';
import { readModelDirectory } from '../../../src/engine/modelDirectory';
import type { Precision } from './precision';

/** How far an answer on a GPU may be from the CPU's, both from weights of the same precision. */
export const PARITY_TOLERANCES = {
  /** The shipped models' encoder has no fp32 file, so that there are no forecasts to compare. */
  fp32: { cosine: 0.9999 },
  fp16: { cosine: 0.999, forecast: 0.03 },
} as const;

export interface Parity {
  precision: Precision;
  texts: number;
  /** Least cosine between the vectors of one text. */
  cosine: number;
  /** Largest difference of a forecast on golden records: |a - b| / (1 + |b|); null without a model. */
  forecast: number | null;
  /** The same where encoder and head are one graph there; null where they are not. */
  oneGraph: number | null;
}

interface Answer {
  vectors: Float32Array;
  outputs: HeadOutputs | null;
  oneGraph: HeadOutputs | null;
}

/** Vectors of the texts and forecasts of a model's golden records on a device, beside those on the CPU. */
export async function measureParity(
  device: string,
  { encoder, model, precision }: { encoder: string; model: string | null; precision: Precision },
  texts: readonly string[],
): Promise<Parity> {
  const [there, here] = [
    await answer(device, encoder, model, precision, texts),
    await answer('cpu', encoder, model, precision, texts),
  ];
  const dimension = there.vectors.length / texts.length;
  return {
    precision,
    texts: texts.length,
    cosine: leastSimilarity(there.vectors, here.vectors, dimension),
    forecast: there.outputs && here.outputs ? largestDifference(there.outputs, here.outputs) : null,
    oneGraph: there.oneGraph && here.outputs ? largestDifference(there.oneGraph, here.outputs) : null,
  };
}

async function answer(
  device: string,
  encoder: string,
  directory: string | null,
  dtype: Dtype,
  texts: readonly string[],
): Promise<Answer> {
  const engine = await Engine.start({ encoder, device, dtype, processes: 1, oneGraph: true });
  try {
    const vectors = await encodeTexts(engine, texts);
    if (directory === null) return { vectors, outputs: null, oneGraph: null };
    const model = await readModelDirectory(directory, engine.encoder);
    await engine.pool.loadHeads(model.heads);
    const inputs = await goldenInputs(engine, model);
    const { outputs } = await engine.pool.runHead(model.heads.key, 'text_aware', inputs);
    const { texts: ids, records } = goldenBatch(engine, model, inputs);
    const together = engine.pool.isOneGraph(model.heads.key) ? await engine.pool.encode(ids, records) : null;
    return { vectors, outputs, oneGraph: together?.outputs ?? null };
  } finally {
    await engine.close();
  }
}
