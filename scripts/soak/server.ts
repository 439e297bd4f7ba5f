import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SoakedServer {
  url: string;
  child: ChildProcess;
  /** File of kept embeddings. */
  cacheFile: string;
  /** Its exit status. */
  stop(): Promise<number | null>;
}

/** The built server with an empty database; its log is read and thrown away. */
export async function startServer(): Promise<SoakedServer> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-soak-'));
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: join(__dirname, '../..'),
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      SHELFCAST_DB: join(directory, 'shelfcast.db'),
      SHELFCAST_PROCESSES: '2',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stderr.resume();
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
      const address = /serves at (http:\/\/\S+?)\.\s/.exec(said);
      if (address) resolve(address[1]);
    });
    child.once('close', () => reject(new Error(`the server did not start: ${said}`)));
  });
  return {
    url,
    child,
    cacheFile: join(directory, 'shelfcast-embeddings.db'),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(directory, { recursive: true, force: true });
      return child.exitCode;
    },
  };
}
