/**
 * The package as others get it: `npx tsx scripts/pack/check.ts`. Packs it, starts `shelfcast serve` from the tarball by npx
 * in an empty directory with an empty npm cache, asks it, and prints sizes and what it wrote.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../bench/server';

const ROOT = join(__dirname, '../..');
const INSTALLING_MS = 900_000;

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-pack-'));
  try {
    const tarball = pack(directory);
    await serve(tarball, directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function pack(directory: string): string {
  const words = ['pack', '--json', '--silent', '--pack-destination', directory];
  execFileSync('npm', words, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const name = readdirSync(directory).find((each) => each.endsWith('.tgz'))!;
  const tarball = join(directory, name);
  const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
  console.log(`${name}: ${megabytes(statSync(tarball).size)}, ${files.length} files`);
  for (const wanted of [
    'dist/cli.js',
    'dist/web/index.html',
    'onnx/encoder/config.json',
    'onnx/encoder-multilingual/config.json',
    'LICENSE',
    'NOTICE',
  ])
    if (!files.includes(`package/${wanted}`)) throw new Error(`${wanted} is not in the package`);
  return tarball;
}

async function serve(tarball: string, directory: string): Promise<void> {
  const [empty, cache, port] = [join(directory, 'empty'), join(directory, 'cache'), await freePort()];
  mkdirSync(empty);
  const words = ['--yes', '--package', tarball, 'shelfcast', 'serve', '--port', String(port)];
  const child = spawn('npx', words, {
    cwd: empty,
    env: {
      ...process.env,
      npm_config_cache: cache,
      // As in the Makefile: SQLite is compiled with the headers of this Node, and CUDA is not downloaded.
      npm_config_nodedir: resolve(process.execPath, '../..'),
      npm_config_build_from_source: 'better-sqlite3',
      ONNXRUNTIME_NODE_INSTALL: 'skip',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url, child);
    const headers = { 'content-type': 'application/json' };
    const items = [{ description: 'Hand-painted ceramic mug, cobalt, small' }];
    for (const model of ['online-retail', 'demo-shop']) {
      const body = JSON.stringify({ items, model });
      const answer = await fetch(`${url}/embed-and-predict`, { method: 'POST', headers, body });
      console.log(`forecast by ${model}: ${answer.status}`);
      if (!answer.ok) throw new Error(await answer.text());
    }
    const page = await fetch(url);
    console.log(`page: ${page.status} ${page.headers.get('content-type')}`);
    if (!page.ok) throw new Error('the page is not there');
    report(join(cache, '_npx'), empty);
  } finally {
    process.kill(-child.pid!, 'SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  }
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const end = performance.now() + INSTALLING_MS;
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.ok) return;
    if (child.exitCode !== null) throw new Error(`npx ended with status ${child.exitCode}`);
    if (performance.now() > end) throw new Error('the server did not become ready');
    await sleep(500);
  }
}

/** What npx installed, and what the server wrote beside its working directory. */
function report(installs: string, empty: string): void {
  const modules = join(installs, readdirSync(installs)[0], 'node_modules');
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(modules, 'shelfcast/package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const installed = new Set(readdirSync(modules));
  const development = Object.keys(devDependencies).filter((name) => !(name in dependencies));
  // Some are dependencies of dependencies; what nobody needs to serve must not be there.
  console.log(
    `of ${development.length} development packages there are: ${development.filter((name) => installed.has(name)).join(', ') || 'none'}`,
  );
  const size = execFileSync('du', ['-sm', modules], { encoding: 'utf8' }).split('\t')[0];
  console.log(`installed: ${installed.size} packages and scopes, ${size} MB`);
  console.log(`written where it was started: ${readdirSync(empty, { recursive: true }).join(', ')}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
