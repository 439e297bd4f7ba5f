import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EncoderDirectory } from '../../../src/engine/encoderDirectory';
import { freePort, stopProcess, type Server } from '../server';

/** A busy machine takes minutes for torch. */
const START_SECONDS = 300;

/** A server that others would take for the encoder's part. */
export interface Peer {
  name: string;
  server: Server;
  path: string;
  body(texts: string[]): unknown;
}

/** Python programs that have what a peer wants, as the top of its file says; without one the peer is left out. */
export interface PeerPythons {
  fastapi?: string;
  infinity?: string;
}

/** Express with transformers.js, and those for which there is a Python. */
export async function startPeers(encoder: EncoderDirectory, pythons: PeerPythons): Promise<Peer[]> {
  const peers: Peer[] = [
    {
      name: 'Express with transformers.js',
      server: await startExpress(encoder),
      path: '/embed',
      body: (texts) => ({ texts }),
    },
  ];
  if (pythons.fastapi)
    peers.push({
      name: 'FastAPI with onnxruntime',
      server: await startPython(pythons.fastapi, 'fastapi_server.py', encoder),
      path: '/embed',
      body: (texts) => ({ texts }),
    });
  if (pythons.infinity)
    peers.push({
      name: 'infinity with torch, fp32',
      server: await startPython(pythons.infinity, 'infinity_server.py', encoder),
      path: '/embeddings',
      body: (input) => ({ input }),
    });
  return peers;
}

async function startExpress({ directory, dtype }: EncoderDirectory): Promise<Server> {
  const words = [join(directory, '..'), directory.split('/').at(-1)!, dtype];
  const child = fork(join(__dirname, 'expressServer.ts'), words, { execArgv: ['--import', 'tsx'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  return { url, pid: child.pid!, stop: () => stopProcess(child, 'SIGKILL') };
}

async function startPython(python: string, file: string, { directory }: EncoderDirectory): Promise<Server> {
  const port = await freePort();
  const script = join(__dirname, file);
  const child = spawn(python, [script, directory, String(port)], { stdio: ['ignore', 'ignore', 'inherit'] });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < START_SECONDS * 10 && child.exitCode === null; tries++) {
    const answer = await fetch(`${url}/docs`).catch(() => null);
    if (answer?.ok) return { url, pid: child.pid!, stop: () => stopProcess(child, 'SIGKILL') };
    await sleep(100);
  }
  const what =
    child.exitCode === null ? `does not answer in ${START_SECONDS} s` : `ended with ${child.exitCode}`;
  child.kill('SIGKILL');
  throw new Error(`${python} ${script} ${what}; see the top of that file for what it wants`);
}
