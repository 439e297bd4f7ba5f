import { messageOf } from '../common/thrown';
import type { EncoderFiles, SessionSettings } from '../contract/messages';
import { packSequences } from '../graph/sequencePacking';
import { encoderGraph } from './encoderGraph';
import { EncoderSession } from './encoderSession';
import { PackedSession } from './packedSession';
import { packTokens } from './packTokens';
import { openSession } from './runtime';
import { LEAST_SIMILARITY, leastSimilarity } from './similarity';

/** Texts that share a row, with ids that every vocabulary has. */
export const TRIAL = packTokens(
  [3, 5, 2, 4].map((length, text) => Int32Array.from({ length }, (_, at) => 4 + text * 5 + at)),
);

/** An encoder's graph, ONNX, as it will be served. */
export interface TriedEncoder {
  graph: Uint8Array;
  /** Why texts are padded to one length; null if they share rows. */
  paddingReason: string | null;
}

/** The packed graph, if requested and if it gives the same vectors as the padded one; else the original. */
export async function tryEncoder(files: EncoderFiles, settings: SessionSettings): Promise<TriedEncoder> {
  const graph = await encoderGraph(files);
  if (!settings.packed) return { graph, paddingReason: 'packing is off here' };
  try {
    return { graph: await packed(graph, files, settings), paddingReason: null };
  } catch (error) {
    return { graph, paddingReason: messageOf(error) };
  }
}

/** One session after the other, since a large encoder may not fit into memory twice. */
async function packed(
  graph: Uint8Array,
  files: EncoderFiles,
  settings: SessionSettings,
): Promise<Uint8Array> {
  const packedGraph = packSequences(graph);
  const whole = await openSession(graph, settings);
  const { vectors: expected } = await new EncoderSession(whole, files).encode(TRIAL);
  await whole.release();
  const shared = await openSession(packedGraph, settings);
  const { vectors } = await new PackedSession(shared, files).encode(TRIAL);
  await shared.release();
  if (leastSimilarity(vectors, expected, files.dimension) >= LEAST_SIMILARITY) return packedGraph;
  throw new Error('texts that share a row answer otherwise than alone');
}
