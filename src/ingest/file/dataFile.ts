import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';
import { megabytes } from '../sheet/megabytes';

/** A data file and its user's options for reading it. */
export interface DataFile {
  path: string;
  /** Its name in messages. */
  name: string;
  /** A spreadsheet's sheet; by default the one that looks like data. */
  sheet?: string;
  /** Text encoding; by default it is detected. */
  encoding?: string;
  /** Limit on decompressed bytes; by default there is none. */
  mostBytes?: number;
}

/** A path, or a file with options. */
export type DataSource = DataFile | string;

const MOST_SPOOLED = 64 * 2 ** 30;

export function dataFile(source: DataSource): DataFile {
  return typeof source === 'string' ? { path: source, name: basename(source) } : source;
}

/**
 * Gives `work` a file that can be read more than once: a regular file directly; standard input (`-`), a pipe or a
 * device through a temporary file, which is then removed.
 */
export async function withDataFile<T>(
  path: string,
  about: Pick<DataFile, 'sheet' | 'encoding'>,
  work: (file: DataFile) => Promise<T>,
): Promise<T> {
  if (path === '-') return withSpooled(process.stdin, { ...about, name: 'standard input' }, work);
  const found = await stat(path).catch(() => null);
  const name = basename(path);
  if (!found || found.isFile() || found.isDirectory()) return work({ path, name, ...about });
  return withSpooled(createReadStream(path), { ...about, name }, work);
}

interface SpoolBounds {
  /** Bytes. */
  most?: number;
  /** Aborts the wait for more bytes. */
  signal?: AbortSignal;
}

/** Writes a stream to a temporary file, calls `work` with it, and removes it. Throws 'too_large' above `most` bytes. */
export async function withSpooled<T>(
  stream: AsyncIterable<Buffer>,
  about: Omit<DataFile, 'path'>,
  work: (file: DataFile) => Promise<T>,
  { most = MOST_SPOOLED, signal }: SpoolBounds = {},
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'shelfcast-data-'));
  const path = join(directory, 'data');
  try {
    let bytes = 0;
    await pipeline(
      stream,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > most) {
            const reasons = [found('file_too_long', { megabytes: megabytes(most) })];
            throw new ShelfcastError('too_large', `${about.name} is longer than ${most} bytes; split it`, {
              reasons,
            });
          }
          yield chunk;
        }
      },
      createWriteStream(path, { mode: 0o600 }),
      { signal },
    );
    return await work({ ...about, path });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
