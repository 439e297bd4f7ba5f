import { found } from '../contract/findings';
import { join, resolve } from 'node:path';
import { shipped } from '../common/shipped';
import type { Manifest } from '../contract/manifest';
import type { Provider } from '../contract/messages';
import { readEncoderDirectory, type EncoderDirectory } from './encoderDirectory';
import { readManifest } from './modelDirectory';
import { encoderDifferences } from './modelFits';
import { refused } from './refusedModel';

/** Encoders that come with the package. */
export const SHIPPED_ENCODERS = {
  english: shipped('onnx/encoder'),
  multilingual: shipped('onnx/encoder-multilingual'),
};

/**
 * Directory of the encoder that a model was trained with: its own, or the first that fits among the places and then the
 * shipped ones. Null if none fits. Throws ShelfcastError `model_refused` if the model's own cannot be read.
 */
export async function modelEncoder(
  directory: string,
  places: readonly string[],
  provider: Provider = 'cpu',
): Promise<string | null> {
  const root = resolve(directory);
  const { encoder: wanted } = await readManifest(root);
  const read = (place: string) => readEncoderDirectory(place, { provider });
  if (wanted.directory !== undefined) {
    const own = join(root, wanted.directory);
    await read(own).catch((error: Error) => {
      throw refused(
        root,
        `its encoder cannot be read: ${error.message}`,
        found('model_encoder_unusable'),
        error,
      );
    });
    return own;
  }
  for (const place of new Set([...places, ...Object.values(SHIPPED_ENCODERS)])) {
    const encoder = await read(place).catch(() => null);
    if (encoder && (await isEncoderOf(wanted, encoder))) return place;
  }
  return null;
}

/** Whether an encoder, in any precision in its directory, is the one that a model was trained with. */
export async function isEncoderOf(wanted: Manifest['encoder'], encoder: EncoderDirectory): Promise<boolean> {
  return (await encoderDifferences(wanted, encoder)).length === 0;
}
