import { createHash } from 'node:crypto';
import type { EncoderDirectory } from '../../engine/encoderDirectory';
import { buildId } from './buildId';

/** Everything that forecasts depend on in one hash: what is given, the encoder down to how it reads texts, and the code. */
export function fingerprint(dependsOn: unknown, encoder: EncoderDirectory | null): string {
  const { hash, tokenizerHash, dimension, pooling, normalize, prefix, maxTokens } = encoder ?? {};
  const reading = { hash, tokenizerHash, dimension, pooling, normalize, prefix, maxTokens };
  return createHash('sha256')
    .update(JSON.stringify([dependsOn, encoder && reading, buildId()]))
    .digest('hex');
}
