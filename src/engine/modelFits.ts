import { found } from '../contract/findings';
import type { Manifest } from '../contract/manifest';
import {
  featureHash,
  featureNames,
  takenName,
  tableNames,
  type FeatureContext,
} from '../features/featureVector';
import { isPrecisionOf, type EncoderDirectory } from './encoderDirectory';
import { refused } from './refusedModel';

/** Throws ShelfcastError `model_refused` if a model's features differ from those computed here. */
export function checkFeatures(
  directory: string,
  { features, schema }: Manifest,
  context: FeatureContext,
): void {
  const taken = takenName(context);
  if (taken !== null)
    throw refused(
      directory,
      `its column '${taken}' has the name of a built-in one; rename it and train again`,
      found('column_name_taken', { column: taken }),
    );
  const names = schema.mode === 'demand' ? featureNames(context) : tableNames(context);
  if (names.join() !== features.names.join()) {
    throw refused(
      directory,
      `its ${features.names.length} features are not the ${names.length} computed here; train it again`,
      found('model_features'),
    );
  }
  if (featureHash(context) !== features.hash) {
    throw refused(
      directory,
      'its features were defined otherwise than those computed here; train it again',
      found('model_features'),
    );
  }
}

/** How an encoder differs from the one that a model was trained with; empty if it fits. */
export async function encoderDifferences(
  wanted: Manifest['encoder'],
  encoder: EncoderDirectory,
): Promise<string[]> {
  const differing = [
    !(await isPrecisionOf(encoder, wanted.hash)) && 'weights',
    wanted.tokenizer_hash !== encoder.tokenizerHash && 'tokenizer',
    wanted.dimension !== encoder.dimension && 'width',
    wanted.pooling !== encoder.pooling && 'pooling',
    wanted.max_tokens !== encoder.maxTokens && 'most tokens',
    wanted.prefix !== encoder.prefix && 'prefix',
  ];
  return differing.filter((part) => part !== false);
}

/** Throws ShelfcastError `model_refused` if a model was trained with another encoder than the running one. */
export async function checkEncoder(
  directory: string,
  { encoder: wanted }: Manifest,
  encoder: EncoderDirectory,
): Promise<void> {
  const differing = await encoderDifferences(wanted, encoder);
  if (differing.length === 0) return;
  throw refused(
    directory,
    `it was trained with encoder '${wanted.name}', and '${encoder.name}' runs here (other ${differing.join(', ')}); ` +
      'start with that encoder, or train the model again with this one',
    found('model_encoder', { wanted: wanted.name, here: encoder.name }),
  );
}
