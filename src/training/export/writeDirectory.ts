import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Writes a directory's files beside its place, then moves them there whole; what stood there before is replaced. */
export async function writeDirectory(
  directory: string,
  files: ReadonlyMap<string, Uint8Array | string>,
): Promise<void> {
  const target = resolve(directory);
  const mark = randomBytes(6).toString('hex');
  const beside = `${target}.${mark}.new`;
  const before = `${target}.${mark}.old`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await mkdir(beside);
    for (const [name, content] of files) await writeFile(join(beside, name), content, { flush: true });
    const replaced = await exists(target);
    if (replaced) await rename(target, before);
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

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
