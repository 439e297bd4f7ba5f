import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeDirectory } from '../../common/makeDirectory';
import { ShelfcastError } from '../../contract/errors';

/**
 * Checks that a directory can be written here: the path is free, empty, or a directory of the same kind, which contains
 * the file `mark`. Throws ShelfcastError if anything else is there, so that nobody's files are replaced by mistake, and
 * the system's error if it may not be written.
 */
export async function checkReplaceable(directory: string, mark: string): Promise<void> {
  const target = resolve(directory);
  makeDirectory(dirname(target));
  await access(dirname(target), constants.W_OK);
  const found = await readdir(target).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR')
      throw new ShelfcastError('invalid', `${directory} is a file; name a directory`);
    throw error;
  });
  if (found.length > 0 && !found.includes(mark)) {
    throw new ShelfcastError('invalid', `${directory} is not empty and has no ${mark}; name a new directory`);
  }
}

/**
 * Writes a directory's files to a temporary one and moves it into place; a directory of the same kind is replaced,
 * anything else refused as by checkReplaceable.
 */
export async function writeDirectory(
  directory: string,
  files: ReadonlyMap<string, Uint8Array | string>,
  mark: string,
): Promise<void> {
  await checkReplaceable(directory, mark);
  const target = resolve(directory);
  const run = randomBytes(6).toString('hex');
  const beside = `${target}.${run}.new`;
  const before = `${target}.${run}.old`;
  try {
    await mkdir(beside);
    for (const [name, content] of files) {
      makeDirectory(dirname(join(beside, name)));
      await writeFile(join(beside, name), content, { flush: true });
    }
    const replaced = await rename(target, before).then(
      () => true,
      () => false,
    );
    try {
      await rename(beside, target);
    } catch (error) {
      if (replaced) await rename(before, target);
      throw error;
    }
    await rm(before, { recursive: true, force: true });
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  }
}
