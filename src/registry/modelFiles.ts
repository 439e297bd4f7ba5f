import { createHash } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { manifest as manifestSchema, MODEL_FILES } from '../contract/manifest';
import { ShelfcastError } from '../contract/errors';

/** SHA-256 of a model directory's manifest, which has those of all other files. */
export async function manifestHash(directory: string): Promise<string> {
  return sha256(await readFile(join(directory, MODEL_FILES.manifest)));
}

/** Puts a directory that was copied here into its place. Throws ShelfcastError where a file is not as its manifest has it. */
export async function placeModel(copied: string, directory: string): Promise<void> {
  const { files } = manifestSchema.parse(
    JSON.parse(await readFile(join(copied, MODEL_FILES.manifest), 'utf8')),
  );
  for (const [name, hash] of Object.entries(files)) {
    if (sha256(await readFile(join(copied, name))) === hash) continue;
    throw new ShelfcastError('model_refused', `${name} of a model was damaged on its way`);
  }
  const old = `${directory}.old`;
  await rm(old, { recursive: true, force: true });
  await rename(directory, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(copied, directory);
  await rm(old, { recursive: true, force: true });
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
