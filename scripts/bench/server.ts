import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const READY_MS = 120_000;

export interface Server {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

/** The built server with these settings, as a process of its own. */
export async function startServer(
  settings: Record<string, string>,
  entry = join(ROOT, 'dist/main.js'),
): Promise<Server> {
  if (!existsSync(entry)) throw new Error('dist/main.js is missing: run `npm run build` first');
  const environment = Object.entries(settings).map(([name, value]) => [`SHELFCAST_${name}`, value]);
  const child = spawn(process.execPath, [entry], {
    cwd: ROOT,
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      SHELFCAST_LOG_LEVEL: 'warn',
      ...Object.fromEntries(environment),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { url: await addressOf(child), pid: child.pid!, stop: () => stop(child, 'SIGTERM') };
}

/** Express with transformers.js in-process. */
export async function startPlainServer(encoder: string, dtype: string): Promise<Server> {
  const child = fork(
    join(__dirname, 'plainServer.ts'),
    [join(encoder, '..'), encoder.split('/').at(-1)!, dtype],
    {
      execArgv: ['--import', 'tsx'],
    },
  );
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { url, pid: child.pid!, stop: () => stop(child, 'SIGKILL') };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
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
    setTimeout(
      () => reject(new Error(`the server is not ready after ${READY_MS / 1000} s:\n${said}`)),
      READY_MS,
    ).unref();
  });
}
