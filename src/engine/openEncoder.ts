import type { EncoderFiles, PackedTokens, SessionSettings } from '../contract/messages';
import { EncoderSession, type EncodedTexts } from './encoderSession';
import { keptEncoder } from './keptEncoder';
import { PackedSession } from './packedSession';
import { openEncoderSession, type InferenceSession } from './runtime';

export interface OpenedEncoder {
  encoder: { encode(texts: PackedTokens): Promise<EncodedTexts> };
  /** Why texts are padded to one length; null if they share rows. */
  paddingReason: string | null;
}

/** Opens an encoder, packed if that is requested and its packed graph gives the same vectors. */
export async function openEncoder(files: EncoderFiles, settings: SessionSettings): Promise<OpenedEncoder> {
  const kept = keptEncoder(files, settings);
  const found = await kept?.open();
  if (found) return opened(found.session, found.paddingReason, files, settings);
  // The code that reads and changes graphs takes time and memory to load, and a stored encoder does not need it.
  const { tryEncoder, TRIAL } = await import('./tryEncoder');
  const { graph, paddingReason } = await tryEncoder(files, settings);
  const run = (session: InferenceSession) =>
    opened(session, paddingReason, files, settings).encoder.encode(TRIAL);
  if (kept && (await kept.keep(graph, paddingReason, run))) {
    const written = await kept.open();
    if (written) return opened(written.session, paddingReason, files, settings);
  }
  return opened(await openEncoderSession(graph, settings), paddingReason, files, settings);
}

function opened(
  session: InferenceSession,
  paddingReason: string | null,
  files: EncoderFiles,
  { steps }: SessionSettings,
): OpenedEncoder {
  const encoder =
    paddingReason === null ? new PackedSession(session, files) : new EncoderSession(session, files, steps);
  return { encoder, paddingReason };
}
