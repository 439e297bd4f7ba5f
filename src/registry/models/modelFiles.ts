import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { manifest as manifestSchema, MODEL_FILES } from '../../contract/manifest';
import { ShelfcastError } from '../../contract/errors';

/** SHA-256 of a model directory's manifest, which has those of all other files. */
export async function manifestHash(directory: string): Promise<string> {
  return sha256(await readFile(join(directory, MODEL_FILES.manifest)));
}

/**
 * Lets `copy` write a model's files to a temporary directory, then moves that into place. Throws ShelfcastError if a
 * file does not match its manifest. `finishPlacing` cleans up after a process that was killed.
 */
export async function placeModel(
  directory: string,
  copy: (beside: string) => Promise<unknown>,
): Promise<void> {
  const [beside, before] = ENDS.map((end) => join(dirname(directory), `.${basename(directory)}${end}`));
  await rm(beside, { recursive: true, force: true });
  await copy(beside);
  const { files } = manifestSchema.parse(
    JSON.parse(await readFile(join(beside, MODEL_FILES.manifest), 'utf8')),
  );
  for (const [name, hash] of Object.entries(files)) {
    if (sha256(await readFile(join(beside, name))) === hash) continue;
    throw new ShelfcastError('model_refused', `${name} of a model was damaged on its way`);
  }
  await rm(before, { recursive: true, force: true });
  await rename(directory, before).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(beside, directory);
  await rm(before, { recursive: true, force: true });
}

/** Suffixes of temporary directories; unlike model names, their names begin with a dot. */
const ENDS = ['.new', '.old'];

/** Removes temporary directories of models; a model that was moved away and not replaced is moved back. */
export async function finishPlacing(home: string): Promise<void> {
  const names = await readdir(home).catch((): string[] => []);
  for (const name of names) {
    const end = ENDS.find((one) => name.startsWith('.') && name.endsWith(one));
    if (end === undefined) continue;
    const place = name.slice(1, -end.length);
    if (end === '.old' && !names.includes(place)) await rename(join(home, name), join(home, place));
    else await rm(join(home, name), { recursive: true, force: true });
  }
}

export function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
