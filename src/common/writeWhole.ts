import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

type Content = string | Uint8Array;

/**
 * Writes a file, at once or piece by piece, beside its place, then moves it there: a reader sees the old file or the
 * whole new one.
 */
export async function writeWhole(
  file: string,
  content: Content | (() => AsyncIterable<Content>),
): Promise<void> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  await mkdir(dirname(file), { recursive: true });
  try {
    const handle = await open(beside, 'wx');
    try {
      if (typeof content === 'function') for await (const piece of content()) await handle.appendFile(piece);
      else await handle.appendFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
