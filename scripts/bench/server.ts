import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
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
  words: readonly string[] = [],
): Promise<Server> {
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run \`npm run build\` first`);
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-bench-log-'));
  const log = join(directory, 'log');
  const environment = Object.entries(settings).map(([name, value]) => [`SHELFCAST_${name}`, value]);
  const child = spawn(process.execPath, [entry, ...words], {
    cwd: ROOT,
    env: {
      ...process.env,
      SHELFCAST_PORT: '0',
      ...Object.fromEntries(environment),
    },
    // The access log is written as by default, and nobody here spends time on reading it.
    stdio: ['ignore', 'pipe', openSync(log, 'w')],
  });
  const url = await addressOf(child, log);
  return {
    url,
    pid: child.pid!,
    stop: async () => {
      await stop(child, 'SIGTERM');
      rmSync(directory, { recursive: true });
    },
  };
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

/** FastAPI with onnxruntime, run by this Python. */
export async function startFastApi(python: string, encoder: string): Promise<Server> {
  const port = await freePort();
  const script = join(__dirname, 'fastapi/server.py');
  const child = spawn(python, [script, encoder, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 300 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/docs`).catch(() => null);
    if (answer?.ok) return { url, pid: child.pid!, stop: () => stop(child, 'SIGKILL') };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error(`${python} ${script} does not answer; see the top of that file for what it wants`);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}

function addressOf(child: ChildProcess, log: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /serves at (http:\/\/\S+?)\.\s/.exec(said);
      if (address) resolve(address[1]);
    };
    child.stdout!.on('data', listen);
    child.once('exit', (status) =>
      reject(new Error(`the server ended with ${status}:\n${said}${readFileSync(log, 'utf8')}`)),
    );
    setTimeout(
      () => reject(new Error(`the server is not ready after ${READY_MS / 1000} s:\n${said}`)),
      READY_MS,
    ).unref();
  });
}
