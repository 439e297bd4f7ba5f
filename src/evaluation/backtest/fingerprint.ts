import { createHash } from 'node:crypto';
import type { EncoderDirectory } from '../../engine/encoderDirectory';
import { buildId } from './buildId';

/** A hash of everything that forecasts depend on: the input, the encoder including its tokenizer, and the code. */
export function fingerprint(dependsOn: unknown, encoder: EncoderDirectory | null): string {
  const { hash, tokenizerHash, dimension, pooling, normalize, prefix, maxTokens } = encoder ?? {};
  const reading = { hash, tokenizerHash, dimension, pooling, normalize, prefix, maxTokens };
  return createHash('sha256')
    .update(JSON.stringify([dependsOn, encoder && reading, buildId()]))
    .digest('hex');
}
