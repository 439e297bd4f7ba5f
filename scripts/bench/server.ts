import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const READY_MS = 120_000;
/** As `make run` and the container image give it. */
const YOUNG_OBJECTS = '--max-semi-space-size=2';

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
  const child = spawn(process.execPath, [YOUNG_OBJECTS, entry, ...words], {
    cwd: join(dirname(entry), '..'),
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
      await stopProcess(child, 'SIGTERM');
      rmSync(directory, { recursive: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export async function stopProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
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
