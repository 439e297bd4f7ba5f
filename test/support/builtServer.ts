import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillFile } from './oneProduct';

const ROOT = join(__dirname, '../..');
const ENTRY = join(ROOT, 'dist/main.js');

export interface BuiltServer {
  url: string;
  child: ChildProcess;
  /** Directory of its database; goes with it. */
  directory: string;
  /** Output so far. */
  said(): string;
  /** Rejects with what the server said when it had ended by itself. */
  stop(): Promise<number | null>;
}

export interface BuiltServerOptions {
  /** Most files that it may have open. */
  openFiles?: number;
  /** True where its catalog is the demo shop, which takes seconds; else it has one product. */
  demoShop?: boolean;
}

/** Starts the built server, with one inference process, on a free port, and waits until it is ready. */
export async function startBuiltServer(
  environment: NodeJS.ProcessEnv = {},
  { openFiles, demoShop = false }: BuiltServerOptions = {},
): Promise<BuiltServer> {
  if (!existsSync(ENTRY)) throw new Error('dist/main.js is not there; run `npm run build` first');
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
  const file = join(directory, 'shelfcast.db');
  if (!demoShop) fillFile(file);
  const limit = openFiles === undefined ? '' : `ulimit -n ${openFiles}; `;
  const child = spawn('sh', ['-c', `${limit}exec "$0" "$1"`, process.execPath, ENTRY], {
    cwd: ROOT,
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      SHELFCAST_DB: file,
      SHELFCAST_LOG_LEVEL: 'warn',
      SHELFCAST_PROCESSES: '1',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = collect(child);
  const url = await addressOf(child, said);
  const stop = async () => {
    if (hasEnded(child) && !child.killed) throw endedByItself(child, said());
    if (!hasEnded(child)) {
      child.kill('SIGTERM');
      await once(child, 'close');
    }
    rmSync(directory, { recursive: true, force: true });
    return child.exitCode;
  };
  return { url, child, directory, said, stop };
}

function collect(child: ChildProcess): () => string {
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return () => said;
}

function addressOf(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const address = /serves at (http:\/\/\S+?)\.\s/.exec(said());
      if (address) resolve(address[1]);
    };
    child.stdout!.on('data', look);
    child.stderr!.on('data', look);
    child.once('close', () => reject(endedByItself(child, said())));
  });
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

const endedByItself = ({ exitCode, signalCode }: ChildProcess, said: string) =>
  new Error(`the server ended by itself with ${exitCode ?? signalCode}:\n${said}`);
