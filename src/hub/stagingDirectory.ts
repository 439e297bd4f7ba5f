import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hashFiles } from '../common/hashFiles';
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
  /** Bytes that are here, of all files. */
  received: number;
  /** Bytes of all files. */
  total: number;
}

/** Names the process that works here. */
const LOCK = 'pull.lock';

/**
 * Opens the place where the files of an encoder come together, beside the directory that they will be:
 * `<target>.part`. Throws an Error when another process is at it.
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
    /** Paths of the files that came from the source. */
    fetched,
    /** Brings files here: from the target where it has them already, else from the source. */
    async gather(files: SourceFile[]): Promise<void> {
      for (const file of files) await bring(file);
    },
    /** Takes away what is no encoder, and throws the reason on. */
    async refuse(reason: unknown): Promise<never> {
      await rm(path, { recursive: true });
      throw reason;
    },
    /** SHA-256 of each file, by its path. */
    async hashes(): Promise<Record<string, string>> {
      const pairs = all.map(async (file) => [file.path, await hashFiles([join(path, file.path)])] as const);
      return Object.fromEntries(await Promise.all(pairs));
    },
    /** Gives everything its name: at once where there is nothing yet, else file by file, the record last. */
    async install(): Promise<void> {
      await rm(join(path, LOCK));
      if (!(await exists(target))) return rename(path, target);
      const names = (await filesIn(path)).sort(
        (a, b) => Number(a === RECORD_FILE) - Number(b === RECORD_FILE),
      );
      for (const name of names) {
        await mkdir(dirname(join(target, name)), { recursive: true });
        await rename(join(path, name), join(target, name));
      }
      await rm(path, { recursive: true });
    },
    /** Ends the work here; what a later call can go on with stays. */
    async close(): Promise<void> {
      await rm(join(path, LOCK), { force: true });
      if ((await filesIn(path)).length === 0) await rm(path, { recursive: true, force: true });
    },
  };
}

async function lock(directory: string): Promise<void> {
  const file = join(directory, LOCK);
  await mkdir(directory, { recursive: true });
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

/** One copy on the disk where the file system can; files are never written to in place. */
async function share(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
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
