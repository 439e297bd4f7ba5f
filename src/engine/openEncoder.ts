import type { EncoderFiles, PackedTokens, SessionSettings } from '../contract/messages';
import { packSequences } from '../graph/sequencePacking';
import { encoderGraph } from './encoderGraph';
import { EncoderSession, type EncodedTexts } from './encoderSession';
import { PackedSession } from './packedSession';
import { packTokens } from './packTokens';
import { openSession } from './runtime';
import { LEAST_SIMILARITY, leastSimilarity } from './similarity';

export interface OpenedEncoder {
  encoder: { encode(texts: PackedTokens): Promise<EncodedTexts> };
  /** Why texts are padded to one length; null where they share rows. */
  paddingReason: string | null;
}

/** Texts that share a row, and ids that every vocabulary has. */
const TRIAL = packTokens(
  [3, 5, 2, 4].map((length, text) => Int32Array.from({ length }, (_, at) => 4 + text * 5 + at)),
);

/** Opens an encoder, packed where that is asked for and its graph answers packed as it does padded. */
export async function openEncoder(files: EncoderFiles, settings: SessionSettings): Promise<OpenedEncoder> {
  const graph = await encoderGraph(files);
  const openPadded = async () =>
    new EncoderSession(await openSession(graph, settings), files, settings.steps);
  if (!settings.packed) return { encoder: await openPadded(), paddingReason: 'packing is off here' };
  try {
    return { encoder: await openPacked(graph, files, settings), paddingReason: null };
  } catch (error) {
    return { encoder: await openPadded(), paddingReason: (error as Error).message };
  }
}

/** One session after the other: a large encoder may not be twice in memory. */
async function openPacked(
  graph: Uint8Array,
  files: EncoderFiles,
  settings: SessionSettings,
): Promise<PackedSession> {
  const packedGraph = packSequences(graph);
  const session = await openSession(graph, settings);
  const { vectors: expected } = await new EncoderSession(session, files).encode(TRIAL);
  await session.release();
  const packed = new PackedSession(await openSession(packedGraph, settings), files);
  const { vectors } = await packed.encode(TRIAL);
  if (leastSimilarity(vectors, expected, files.dimension) >= LEAST_SIMILARITY) return packed;
  throw new Error('texts that share a row answer otherwise than alone');
}
