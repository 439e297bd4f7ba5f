import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SmallDisk } from './smallDisk';

const DISK_BYTES = 512 * 1024 * 1024;

export interface SoakedServer {
  url: string;
  child: ChildProcess;
  /** Holds its databases, its log and its temporary files. */
  disk: SmallDisk;
  /** File of kept embeddings. */
  cacheFile: string;
  logFile: string;
  /** Its exit status. */
  stop(): Promise<number | null>;
}

/** The built server with an empty database, on a disk of its own. */
export async function startServer(): Promise<SoakedServer> {
  const disk = SmallDisk.mount(DISK_BYTES);
  const logFile = join(disk.directory, 'log');
  const temporary = join(disk.directory, 'tmp');
  mkdirSync(temporary);
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: join(__dirname, '../..'),
    env: {
      ...process.env,
      TMPDIR: temporary,
      SHELFCAST_PORT: '0',
      SHELFCAST_DB: join(disk.directory, 'shelfcast.db'),
      SHELFCAST_PROCESSES: '2',
    },
    stdio: ['ignore', 'pipe', log],
  });
  closeSync(log);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    disk.unmount();
    return child.exitCode;
  };
  try {
    const url = await addressOf(child, logFile);
    return { url, child, disk, logFile, cacheFile: join(disk.directory, 'shelfcast-embeddings.db'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The inference processes of a server. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

function addressOf({ stdout }: ChildProcess, logFile: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    stdout!.on('data', (chunk) => {
      said += String(chunk);
      const address = /serves at (http:\/\/\S+?)\.\s/.exec(said);
      if (address) resolve(address[1]);
    });
    stdout!.once('close', () =>
      reject(new Error(`the server did not start: ${said}${readFileSync(logFile, 'utf8')}`)),
    );
  });
}
