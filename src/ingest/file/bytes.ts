import { type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';
import { megabytes } from '../sheet/megabytes';
import { FORM_BYTES, refuseOtherForms } from '../sheet/otherForms';
import { refuseOldWorkbook } from '../sheet/workbook';
import type { DataFile } from './dataFile';
import { fileError } from './fileError';

/** Bytes read so far and in total, of the file on disk. */
export type OnProgress = (bytesRead: number, bytesTotal: number) => void;

const CHUNK_BYTES = 1 << 18;
const ZIP_MAGIC = 'PK\x03\x04';

export type FileKind = 'text' | 'gzip' | 'zip';

/** A file's kind, from its first bytes. Throws ShelfcastError if it cannot be opened. */
export async function kindOf(file: DataFile): Promise<{ kind: FileKind; size: number }> {
  try {
    const handle = await open(file.path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(FORM_BYTES), 0, FORM_BYTES, 0);
      const { size } = await handle.stat();
      const start = buffer.subarray(0, bytesRead);
      refuseOldWorkbook(start, file.name);
      refuseOtherForms(start, file.name);
      if (start.subarray(0, 4).toString('latin1') === ZIP_MAGIC) return { kind: 'zip', size };
      return { kind: start[0] === 0x1f && start[1] === 0x8b ? 'gzip' : 'text', size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, file);
  }
}

export interface Passage {
  hash?: Hash;
  onProgress?: OnProgress;
}

/** Streams a text file's decompressed bytes into `sink`. */
export async function streamBytes(
  file: DataFile,
  { kind, size }: { kind: FileKind; size: number },
  { hash, onProgress }: Passage,
  sink: (chunks: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  let read = 0;
  const source = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(file.path, { highWaterMark: CHUNK_BYTES })) {
      hash?.update(chunk);
      onProgress?.((read += chunk.length), size);
      yield chunk;
    }
  };
  if (kind === 'gzip') await pipeline(source, createGunzip({ chunkSize: CHUNK_BYTES }), limited(file), sink);
  else await pipeline(source, sink);
}

function limited({ name, mostBytes }: DataFile) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (mostBytes !== undefined && bytes > mostBytes) {
        const reasons = [found('unpacks_too_long', { megabytes: megabytes(mostBytes) })];
        throw new ShelfcastError('too_large', `${name} unpacks to more than ${mostBytes} bytes; split it`, {
          reasons,
        });
      }
      yield chunk;
    }
  };
}

/** The first decompressed bytes of a text file: all of them if it is shorter than `most`. */
export async function firstBytes(
  file: DataFile,
  kind: FileKind,
  most: number,
): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    const stream = createReadStream(file.path, { highWaterMark: Math.min(most, CHUNK_BYTES) });
    const unpacked: AsyncIterable<Buffer> = kind === 'gzip' ? stream.pipe(createGunzip()) : stream;
    for await (const chunk of unpacked) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= most) break;
    }
    stream.destroy();
  } catch (error) {
    if (length === 0) throw fileError(error, file);
  }
  return { bytes: Buffer.concat(chunks), whole: length < most };
}
