/**
 * The Dockerfile's own steps without a container engine: `npx tsx scripts/deploy/withoutEngine.ts`, as root on Linux. Each
 * stage is an overlay on this machine's root instead of the base image. The server then runs as the image's user in a
 * read-only tree without capabilities; the health check, a forecast, what it wrote and how it ends are printed. With
 * `--train` it also trains a model on its catalog.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Copy, Dockerfile } from 'dockerfile-ast';
import { codeOf } from '../../src/common/thrown';
import { freePort } from '../bench/server';
import { commandOf, readDockerfile } from './dockerfile';

const ROOT = join(__dirname, '../..');
const STARTING_MS = 180_000;

interface Stage {
  /** What the stage laid over the machine's root. */
  upper: string;
  /** Where overlayfs prepares. */
  work: string;
  workdir: string;
  environment: Record<string, string>;
}

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-image-'));
  try {
    const dockerfile = readDockerfile();
    await run(build(dockerfile, directory), dockerfile, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Carries out every stage; returns the last one. */
function build(dockerfile: Dockerfile, directory: string): Stage {
  const context = contextIn(join(directory, 'context'));
  const named = new Map<string, Stage>();
  let stage!: Stage;
  for (const instruction of dockerfile.getInstructions()) {
    const words = instruction.getArguments().map((word) => word.getValue());
    const text = instruction.getRawArgumentsContent() ?? '';
    switch (instruction.getKeyword()) {
      case 'FROM':
        stage = newStage(join(directory, `stage-${named.size}`));
        named.set(words[2] ?? 'last', stage);
        break;
      case 'WORKDIR':
        stage.workdir = words[0];
        mkdirSync(stage.upper + stage.workdir, { recursive: true });
        break;
      case 'ENV':
        for (const word of words) stage.environment[word.split('=')[0]] = word.slice(word.indexOf('=') + 1);
        break;
      case 'COPY': {
        const flag = (instruction as Copy).getFromFlag();
        copy(flag ? named.get(flag.getValue()!)!.upper : context, words, stage);
        break;
      }
      case 'RUN':
        console.log(`RUN ${text}`);
        inside(stage, ['sh', '-c', text.replaceAll('\\\n', ' ')], { network: true });
        break;
    }
  }
  return stage;
}

function newStage(directory: string): Stage {
  const stage = {
    upper: join(directory, 'upper'),
    work: join(directory, 'work'),
    workdir: '/',
    environment: {},
  };
  mkdirSync(stage.upper, { recursive: true });
  mkdirSync(stage.work);
  // The base images have this user; this machine may not.
  inside(stage, ['sh', '-c', 'id node >/dev/null 2>&1 || useradd --non-unique --uid 1000 node'], {
    network: false,
  });
  return stage;
}

/** What git tracks of the context, less what .dockerignore leaves out. */
function contextIn(directory: string): string {
  const kept = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
    .split('\n')
    .flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  const files = execFileSync('git', ['ls-files', '--', ...kept], { cwd: ROOT, encoding: 'utf8' });
  for (const file of files.trim().split('\n'))
    cpSync(join(ROOT, file), join(directory, file), { preserveTimestamps: true });
  return directory;
}

function copy(from: string, words: readonly string[], { upper, workdir }: Stage): void {
  const sources = words.slice(0, -1);
  const target = words.at(-1)!;
  for (const source of sources) {
    const name = target.endsWith('/') ? join(target, source) : target;
    const to = upper + resolve(workdir, name);
    mkdirSync(dirname(to), { recursive: true });
    execFileSync('cp', ['-a', '-T', join(from, source), to]);
  }
}

/** A shell's lines that lay a stage over the machine's root at $1, in a mount namespace of their own. */
function mounts({ upper, work }: Stage): string {
  return [
    `mount -t overlay overlay -o lowerdir=/,upperdir=${upper},workdir=${work} "$1"`,
    `for each in proc dev sys; do mount --rbind /$each "$1/$each"; done`,
  ].join(' && ');
}

function inside(stage: Stage, command: readonly string[], { network }: { network: boolean }): void {
  const merged = mkdtempSync(join(tmpdir(), 'shelfcast-stage-'));
  const script = `${mounts(stage)} && shift && cd / && exec chroot "$M" sh -c 'cd "$0" && exec "$@"' "$@"`;
  const flags = network ? ['-m'] : ['-m', '-n'];
  try {
    execFileSync('unshare', [...flags, 'sh', '-ec', script, 'sh', merged, stage.workdir, ...command], {
      env: { ...process.env, ...stage.environment, M: merged },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } finally {
    rmSync(merged, { recursive: true });
  }
}

/** Starts the image's command as a container would be with `--read-only --cap-drop ALL` and asks it. */
async function run(stage: Stage, dockerfile: Dockerfile, directory: string): Promise<void> {
  const merged = join(directory, 'merged');
  const data = join(directory, 'data');
  for (const made of [merged, data]) mkdirSync(made);
  execFileSync('chown', ['1000:1000', data]);
  const port = await freePort();
  const script = [
    mounts(stage),
    `mount -o remount,ro "$1"`,
    `mount -t tmpfs tmpfs "$1/tmp"`,
    `mount --bind ${data} "$1/data"`,
    `exec chroot "$1" setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all sh -c 'cd "$0" && exec "$@"' ${stage.workdir} ${commandOf(dockerfile, 'CMD').join(' ')}`,
  ].join(' && ');
  const environment = { PATH: process.env.PATH, ...stage.environment, SHELFCAST_PORT: String(port) };
  const child = spawn('unshare', ['-m', 'sh', '-ec', script, 'sh', merged], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await healthy(child, commandOf(dockerfile, 'HEALTHCHECK'), environment);
    await report(child, port, stage, data);
  } finally {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
  if (child.exitCode !== 0) throw new Error(`it ended with status ${child.exitCode}`);
  console.log('ended by SIGTERM with status 0');
}

/** Waits until the image's own health check says so. */
async function healthy(
  child: ChildProcess,
  check: readonly string[],
  env: Record<string, string | undefined>,
): Promise<void> {
  const end = performance.now() + STARTING_MS;
  for (;;) {
    const asked = spawn(check[0], check.slice(1), { env, stdio: 'ignore' });
    const [status] = (await once(asked, 'exit')) as [number];
    if (status === 0) return console.log('healthy by the HEALTHCHECK of the Dockerfile');
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    if (performance.now() > end) throw new Error('it did not become healthy');
    await sleep(500);
  }
}

async function report(child: ChildProcess, port: number, { upper }: Stage, data: string): Promise<void> {
  const url = `http://127.0.0.1:${port}`;
  const ready = await fetch(`${url}/health/ready`);
  console.log(`GET /health/ready: ${ready.status} ${await ready.text()}`);
  const forecast = await fetch(`${url}/embed-and-predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items: [{ description: 'Hand-painted ceramic mug' }] }),
  });
  console.log(`POST /embed-and-predict: ${forecast.status}`);
  const page = await fetch(`${url}/`);
  console.log(`GET /: ${page.status} ${page.headers.get('content-type')}`);
  if (![ready, forecast, page].every(({ ok }) => ok)) throw new Error('not every request was answered');
  if (process.argv.includes('--train')) await train(url);
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  for (const [line] of status.matchAll(/^(Uid|CapEff|CapBnd|NoNewPrivs):.*$/gm)) console.log(line);
  for (const path of ['/app/x', '/etc/x']) {
    try {
      writeFileSync(`/proc/${child.pid}/root${path}`, '');
      throw new Error(`${path} can be written`);
    } catch (error) {
      if (codeOf(error) !== 'EROFS') throw error;
    }
  }
  console.log('even root cannot write outside /data and /tmp');
  console.log(`in /data: ${readdirSync(data).join(', ')}`);
  console.log(`in /tmp: ${readdirSync(`/proc/${child.pid}/root/tmp`).join(', ') || 'nothing'}`);
  console.log(
    execFileSync('du', ['-sh', ...['node_modules', 'onnx', 'dist'].map((name) => `${upper}/app/${name}`)], {
      encoding: 'utf8',
    })
      .replaceAll(upper, '')
      .trim(),
  );
}

async function train(url: string): Promise<void> {
  type Job = { id: number; state: string; error: string | null };
  const headers = { 'content-type': 'application/json' };
  const begun = await fetch(`${url}/train`, { method: 'POST', headers, body: '{"name":"own"}' });
  let { job } = (await begun.json()) as { job: Job };
  while (['queued', 'running'].includes(job.state)) {
    await sleep(2000);
    job = (await (await fetch(`${url}/jobs/${job.id}`)).json()) as Job;
  }
  console.log(`POST /train: ${begun.status}, then ${job.state}`);
  if (job.state !== 'done') throw new Error(job.error ?? job.state);
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
