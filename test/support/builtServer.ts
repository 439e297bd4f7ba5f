import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const ENTRY = join(ROOT, 'dist/main.js');

export interface BuiltServer {
  url: string;
  child: ChildProcess;
  /** Directory of its database; goes with it. */
  directory: string;
  stop(): Promise<number | null>;
}

/** Starts the built server as a process on a free port with an empty database, and waits until it is ready. */
export async function startBuiltServer(environment: NodeJS.ProcessEnv = {}): Promise<BuiltServer> {
  if (!existsSync(ENTRY)) throw new Error('dist/main.js is not there; run `npm run build` first');
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
  const child = spawn(process.execPath, [ENTRY], {
    cwd: ROOT,
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      SHELFCAST_DB: join(directory, 'shelfcast.db'),
      SHELFCAST_LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await addressOf(child);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(directory, { recursive: true, force: true });
    return child.exitCode;
  };
  return { url, child, directory, stop };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /serves at (http:\/\/\S+?)\.\s/.exec(said);
      if (address) resolve(address[1]);
    };
    child.stdout!.on('data', listen);
    child.stderr!.on('data', listen);
    child.once('exit', (status) => reject(new Error(`the server ended with ${status}:\n${said}`)));
  });
}
