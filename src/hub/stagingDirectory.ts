import { copyFile, link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFiles } from '../common/hashFiles';
import { makeDirectory } from '../common/makeDirectory';
import { codeOf } from '../common/thrown';
import { RECORD_FILE } from '../engine/encoderDirectory';
import { downloadFile, isIntact } from './download';
import type { RetryOptions } from './retry';
import type { Selection } from './selectFiles';
import type { EncoderSource, SourceFile } from './source';

export interface StagingOptions extends Pick<RetryOptions, 'firstRetryMs'> {
  onProgress?: (progress: PullProgress) => void;
}

interface PullProgress {
  file: string;
  /** Bytes present, of all files. */
  received: number;
  /** Bytes of all files. */
  total: number;
}

/** File with the id of the process that uses the directory. */
const LOCK = 'pull.lock';

/**
 * Opens the directory in which an encoder's files are collected: `<target>.part`. Throws an Error if another process
 * uses it.
 */
export async function openStaging(
  source: EncoderSource,
  target: string,
  selection: Selection,
  { onProgress, firstRetryMs }: StagingOptions,
) {
  const path = `${target}.part`;
  await lock(path);
  const all = [...selection.configuration, ...selection.weights];
  const total = all.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const fetched: string[] = [];
  let received = 0;

  const bring = async (file: SourceFile) => {
    const here = join(path, file.path);
    const there = join(target, file.path);
    const onBytes = (count: number) =>
      onProgress?.({ file: file.path, received: (received += count), total });
    if (await isIntact(here, file)) return onBytes(file.size ?? 0);
    if (await isIntact(there, file)) {
      await share(there, here);
      return onBytes(file.size ?? 0);
    }
    await downloadFile(source, file, here, { onBytes, firstRetryMs });
    fetched.push(file.path);
  };

  return {
    path,
    fetched,
    /** Adds files: from the target if it has them, else from the source. */
    async gather(files: SourceFile[]): Promise<void> {
      for (const file of files) await bring(file);
    },
    /** Removes the directory if it is not an encoder, and rethrows the reason. */
    async refuse(reason: unknown): Promise<never> {
      await rm(path, { recursive: true });
      throw reason;
    },
    /** SHA-256 of each file by path. */
    async hashes(): Promise<Record<string, string>> {
      const pairs = all.map(async (file) => [file.path, await hashFiles([join(path, file.path)])] as const);
      return Object.fromEntries(await Promise.all(pairs));
    },
    /** Moves everything to the target: the whole directory if there is none yet, else file by file, the record last. */
    async install(): Promise<void> {
      await rm(join(path, LOCK));
      if (!(await exists(target))) return rename(path, target);
      const names = (await filesIn(path)).sort(
        (a, b) => Number(a === RECORD_FILE) - Number(b === RECORD_FILE),
      );
      for (const name of names) {
        makeDirectory(dirname(join(target, name)));
        await rename(join(path, name), join(target, name));
      }
      await rm(path, { recursive: true });
    },
    /** Releases the directory; a later call can continue with the files. */
    async close(): Promise<void> {
      await rm(join(path, LOCK), { force: true });
      if ((await filesIn(path)).length === 0) await rm(path, { recursive: true, force: true });
    },
  };
}

async function lock(directory: string): Promise<void> {
  const file = join(directory, LOCK);
  makeDirectory(directory);
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (pid > 0 && isRunning(pid)) {
    throw new Error(`process ${pid} is bringing the same encoder; wait for it (or delete ${file})`);
  }
  await rm(file, { force: true });
  await writeFile(file, String(process.pid), { flag: 'wx' });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Links the file if the file system can, else copies it; files are never modified in place. */
async function share(from: string, to: string): Promise<void> {
  makeDirectory(dirname(to));
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to));
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1));
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
