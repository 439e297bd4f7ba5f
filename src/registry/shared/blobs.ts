import { createReadStream } from 'node:fs';
import { open, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import type { PoolClient } from 'pg';
import { makeDirectory } from '../../common/makeDirectory';
import { ShelfcastError } from '../../contract/errors';

const PART_BYTES = 1 << 20;
const packed = promisify(deflate);
const unpacked = promisify(inflate);

/** A file, or the files of a directory, to be stored in the database: in parts of a mebibyte, each compressed. */
export interface Blob {
  id: string;
  path: string;
}

export async function putBlob(client: PoolClient, { id, path }: Blob): Promise<void> {
  const directory = (await stat(path)).isDirectory();
  const files = directory ? await filesIn(path) : [''];
  let part = 0;
  for (const name of files) {
    const stream = createReadStream(join(path, name), { highWaterMark: PART_BYTES });
    for await (const content of stream) {
      await client.query('INSERT INTO shelfcast_blobs (id, part, name, content) VALUES ($1, $2, $3, $4)', [
        ...[id, part++, name],
        await packed(content as Buffer),
      ]);
    }
  }
}

/**
 * Writes a blob to a file, or its files into a directory. Use a transaction that sees one state of the database, since
 * the blob may be removed meanwhile. Throws ShelfcastError if there is none.
 */
export async function readBlob(client: PoolClient, { id, path }: Blob): Promise<void> {
  await rm(path, { recursive: true, force: true });
  for (let part = 0; ; part++) {
    const { rows } = await client.query<{ name: string; content: Buffer }>(
      'SELECT name, content FROM shelfcast_blobs WHERE id = $1 AND part = $2',
      [id, part],
    );
    if (rows.length === 0) {
      if (part > 0) return;
      throw new ShelfcastError('not_ready', `PostgreSQL no longer has '${id}'`, { retryAfterSeconds: 1 });
    }
    const [{ name, content }] = rows;
    const target = join(path, name);
    if (relative(path, target).startsWith('..')) throw new Error(`'${name}' lies outside of its directory`);
    makeDirectory(dirname(target));
    const file = await open(target, 'a', 0o600);
    try {
      await file.appendFile(await unpacked(content));
    } finally {
      await file.close();
    }
  }
}

/** The files in a directory and its subdirectories, by relative path. */
async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((file) => relative(directory, join(file.parentPath, file.name))).sort();
}

export async function removeBlobs(client: PoolClient, ids: readonly string[]): Promise<void> {
  await client.query('DELETE FROM shelfcast_blobs WHERE id = ANY ($1)', [ids]);
}
