import type { EncoderFiles, PackedTokens, SessionSettings } from '../contract/messages';
import { packSequences } from '../graph/sequencePacking';
import { encoderGraph } from './encoderDirectory';
import { EncoderSession, type EncodedTexts } from './encoderSession';
import { PackedSession } from './packedSession';
import { packTokens } from './packTokens';
import { openSession } from './runtime';

export interface OpenedEncoder {
  encoder: { encode(texts: PackedTokens): Promise<EncodedTexts> };
  /** Why texts are padded to one length; null where they share rows. */
  padded: string | null;
}

/** Texts that share a row, and ids that every vocabulary has. */
const TRIAL = packTokens(
  [3, 5, 2, 7].map((length, text) => Int32Array.from({ length }, (_, at) => 4 + text * 5 + at)),
);
/** Least cosine of a text's vectors in both layouts. */
const ALIKE = 0.999;

/** Opens an encoder, packed where that is asked for and its graph answers packed as it does padded. */
export async function openEncoder(files: EncoderFiles, settings: SessionSettings): Promise<OpenedEncoder> {
  const graph = await encoderGraph(files);
  const session = await openSession(graph, settings);
  const encoder = new EncoderSession(session, files, settings.steps);
  if (!settings.packed) return { encoder, padded: 'packing is off here' };
  try {
    const packed = await openPacked(graph, files, settings);
    await checkAlike(encoder, packed, files);
    await session.release();
    return { encoder: packed, padded: null };
  } catch (error) {
    return { encoder, padded: (error as Error).message };
  }
}

async function openPacked(
  graph: Uint8Array,
  files: EncoderFiles,
  settings: SessionSettings,
): Promise<PackedSession> {
  return new PackedSession(await openSession(packSequences(graph), settings), files);
}

async function checkAlike(
  padded: EncoderSession,
  packed: PackedSession,
  { dimension }: EncoderFiles,
): Promise<void> {
  const [{ vectors: expected }, { vectors }] = [await padded.encode(TRIAL), await packed.encode(TRIAL)];
  TRIAL.lengths.forEach((_, text) => {
    let cosine = 0;
    for (let at = text * dimension; at < (text + 1) * dimension; at++) cosine += expected[at] * vectors[at];
    if (!(cosine >= ALIKE)) throw new Error('texts that share a row answer otherwise than alone');
  });
}
