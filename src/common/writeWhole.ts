import { randomBytes } from 'node:crypto';
import { chmod, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { makeDirectory } from './makeDirectory';

export type Content = string | Uint8Array;

/** Standard output, as a target. */
export const STDOUT = '-';

/**
 * Writes a file, at once or in pieces, under a temporary name, and renames it: a reader sees the old file or the
 * complete new one. For a symbolic link, its target is written. Anything but a regular file, such as a pipe or a
 * device, and standard output (`-`), is written directly.
 */
export async function writeWhole(
  file: string,
  content: Content | (() => AsyncIterable<Content>),
): Promise<void> {
  const pieces = typeof content === 'function' ? content() : [content];
  if (file === STDOUT) return writeStream(pieces);
  const target = await targetOf(file);
  if (target.through) return writeThrough(target.path, pieces);
  const beside = `${target.path}.${randomBytes(6).toString('hex')}.tmp`;
  makeDirectory(dirname(target.path));
  try {
    const handle = await open(beside, 'wx');
    try {
      for await (const piece of pieces) await handle.appendFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (target.mode !== null) await chmod(beside, target.mode);
    await rename(beside, target.path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Paths held by other processes; /dev/shm has ordinary files. */
const HELD = /^\/(dev|proc)\/(?!shm\/)/;

/** Where to write: the end of a file's links, its permissions, and whether it must be written in place. */
async function targetOf(file: string): Promise<{ path: string; mode: number | null; through: boolean }> {
  const found = await stat(file).catch(() => null);
  if (!found) return { path: await danglingEnd(file), mode: null, through: false };
  const path = await realpath(file).catch(() => resolve(file));
  // Another process holds these open: it would not see a file moved into their place.
  const held = HELD.test(resolve(file)) || HELD.test(path);
  if (held) return { path: resolve(file), mode: null, through: true };
  return { path, mode: found.mode & 0o777, through: !found.isFile() };
}

/** The target of a dangling link; any other path as it is. */
async function danglingEnd(file: string): Promise<string> {
  const to = await readlink(file).catch(() => null);
  return to === null ? file : danglingEnd(resolve(dirname(file), to));
}

async function writeThrough(file: string, pieces: Iterable<Content> | AsyncIterable<Content>): Promise<void> {
  const handle = await open(file, 'w');
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
  } finally {
    await handle.close();
  }
}

async function writeStream(pieces: Iterable<Content> | AsyncIterable<Content>): Promise<void> {
  const { stdout } = process;
  let failure: Error | null = null;
  let wake = (): void => undefined;
  const drained = () => wake();
  const fail = (error: Error): void => {
    failure = error;
    wake();
  };
  stdout.on('error', fail).on('drain', drained);
  try {
    for await (const piece of pieces) {
      if (failure) throw failure;
      if (piece.length > 0 && !stdout.write(piece)) await new Promise<void>((resolve) => (wake = resolve));
    }
    await new Promise<void>((done) => stdout.write('', () => done()));
    if (failure) throw failure;
  } finally {
    stdout.off('error', fail).off('drain', drained);
  }
}
