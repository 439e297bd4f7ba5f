import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeDirectory } from '../common/makeDirectory';
import { hashFile } from '../common/hashFiles';
import { retry, type RetryOptions } from './retry';
import { type EncoderSource, type SourceFile, TemporaryFailure } from './source';

export interface DownloadOptions extends Pick<RetryOptions, 'firstRetryMs'> {
  /** Bytes received since the last call; negative if the download starts again. */
  onBytes?: (count: number) => void;
}

/**
 * Downloads a file to `target` by way of `target.part`, which this call or a later one resumes. The file gets its name
 * only if its size and checksum are right.
 */
export async function downloadFile(
  source: EncoderSource,
  file: SourceFile,
  target: string,
  options: DownloadOptions = {},
): Promise<void> {
  const part = `${target}.part`;
  makeDirectory(dirname(target));
  const resumed = file.size === null ? 0 : await sizeOf(part);
  options.onBytes?.(resumed);
  await fetchWhole(source, file, part, resumed, options);
  if (resumed > 0 && !(await isRight(part, file))) {
    options.onBytes?.(-(await sizeOf(part)));
    await fetchWhole(source, file, part, 0, options);
  }
  if (!(await isRight(part, file))) {
    const found = await checksum(part, file);
    await rm(part);
    throw new Error(
      `${file.path} of '${source.name}' arrived with checksum ${found}, not ${file.checksum}; it was thrown away: try again`,
    );
  }
  await rename(part, target);
}

/** Whether the file exists with the checksum that its source states. */
export async function isIntact(path: string, file: SourceFile): Promise<boolean> {
  const about = await stat(path).catch(() => null);
  return file.checksum !== null && about?.isFile() === true && isRight(path, file);
}

async function isRight(path: string, file: SourceFile): Promise<boolean> {
  if (file.size !== null && (await sizeOf(path)) !== file.size) return false;
  return file.checksum === null || (await checksum(path, file)) === file.checksum;
}

async function fetchWhole(
  source: EncoderSource,
  file: SourceFile,
  part: string,
  start: number,
  { onBytes, firstRetryMs }: DownloadOptions,
): Promise<void> {
  let offset = start;
  const progressed = async () => {
    const before = offset;
    offset = await sizeOf(part);
    return offset > before;
  };
  await retry(
    async () => {
      if (file.size === null || offset < file.size) await append(source, file, part, offset, onBytes);
      const missing = (file.size ?? 0) - (await sizeOf(part));
      if (missing > 0) throw new TemporaryFailure(`${file.path} broke off ${missing} bytes before its end`);
    },
    { firstRetryMs, progressed },
  );
}

async function append(
  source: EncoderSource,
  file: SourceFile,
  part: string,
  wanted: number,
  onBytes: DownloadOptions['onBytes'],
): Promise<void> {
  const { offset, bytes } = await source.open(file, wanted);
  if (offset !== wanted) onBytes?.(-wanted);
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes?.(chunk.length);
      done(null, chunk);
    },
  });
  const flags = offset === wanted && wanted > 0 ? 'a' : 'w';
  await pipeline(Readable.from(bytes, { objectMode: false }), counter, createWriteStream(part, { flags }));
}

/** A checksum of the same kind as the source's: SHA-256 (64 digits), or git's blob id (40). */
async function checksum(path: string, file: SourceFile): Promise<string> {
  const git = file.checksum?.length === 40;
  const hash = createHash(git ? 'sha1' : 'sha256');
  if (git) hash.update(`blob ${await sizeOf(path)}\0`);
  await hashFile(hash, path);
  return hash.digest('hex');
}

async function sizeOf(path: string): Promise<number> {
  const about = await stat(path).catch(() => null);
  return about?.size ?? 0;
}
