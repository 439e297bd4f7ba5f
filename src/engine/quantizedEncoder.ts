import { mean } from '../common/statistics';
import type { EncoderFiles, PackedTokens } from '../contract/messages';
import { readModel, writeModel } from '../graph/proto';
import { widenHalves } from '../graph/halves';
import { productInputs, quantizeEncoder } from '../graph/quantize/quantizeEncoder';
import { BATCH_PLANS } from './batchPlan';
import { EncoderSession } from './encoderSession';
import { packTokens } from './packTokens';
import { openOnCpu } from './runtime';
import { similarities } from './similarity';
import { valueRanges } from './valueRanges';

/** An int8 encoder below this mean cosine to the fp32 vectors is refused. */
const LEAST_MEAN = 0.99;

export interface QuantizedEncoder {
  bytes: Uint8Array;
  /** Cosine between its vectors and the fp32 ones, over the texts. */
  cosine: { mean: number; worst: number };
}

/**
 * An encoder in int8 with fixed scales, from its graph in fp32 or fp16 with the output `sentence_embedding` float [N,
 * D]. Scales are calibrated on `texts`, token ids of representative texts. Throws an Error if its vectors are not
 * similar enough.
 */
export async function quantizedEncoder(
  graph: Uint8Array,
  texts: readonly Int32Array[],
  files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
): Promise<QuantizedEncoder> {
  const wide = readModel(graph);
  widenHalves(wide);
  const float = writeModel(wide);
  const batches = batchesOf(texts);
  const model = readModel(float);
  quantizeEncoder(model, await valueRanges(wide, productInputs(wide), batches));
  const bytes = writeModel(model);
  const cosine = await cosines(float, bytes, batches, files);
  if (!(cosine.mean >= LEAST_MEAN)) {
    throw new Error(
      `in int8 its vectors are not nearly those of fp32: their mean cosine is ${cosine.mean.toFixed(3)}, less than ${LEAST_MEAN}`,
    );
  }
  return { bytes, cosine };
}

/** Texts by length, grouped so that a batch has as many tokens as in bulk encoding. */
function batchesOf(texts: readonly Int32Array[]): PackedTokens[] {
  const sorted = [...texts].sort((a, b) => b.length - a.length);
  const batches: PackedTokens[] = [];
  for (let from = 0; from < sorted.length;) {
    const size = Math.max(1, Math.floor(BATCH_PLANS.cpu.bulk / sorted[from].length));
    batches.push(packTokens(sorted.slice(from, from + size)));
    from += size;
  }
  return batches;
}

async function cosines(
  float: Uint8Array,
  int8: Uint8Array,
  batches: readonly PackedTokens[],
  files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
): Promise<QuantizedEncoder['cosine']> {
  const [wide, narrow] = [await vectorsOf(float, batches, files), await vectorsOf(int8, batches, files)];
  const found = wide.flatMap((vectors, batch) => similarities(vectors, narrow[batch], files.dimension));
  return { mean: mean(found), worst: Math.min(...found) };
}

/** For each batch, row-major [N, D]. */
async function vectorsOf(
  graph: Uint8Array,
  batches: readonly PackedTokens[],
  files: Pick<EncoderFiles, 'dimension' | 'maxTokens'>,
): Promise<Float32Array[]> {
  const session = await openOnCpu(graph);
  const encoder = new EncoderSession(session, files);
  const found: Float32Array[] = [];
  for (const batch of batches) found.push((await encoder.encode(batch)).vectors);
  await session.release();
  return found;
}
