/**
 * The package as others get it: `npx tsx scripts/pack/check.ts`. Packs it, installs it by npx in an empty directory with an
 * empty npm cache, has every command of the command line do its work there, and asks the server. Prints sizes.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { everyCommand } from './commands';
import { served } from './served';

const ROOT = join(__dirname, '../..');
const WANTED = [
  'dist/cli.js',
  'dist/licenses.md',
  'dist/web/index.html',
  'dist/web/licenses.md',
  'onnx/encoder/config.json',
  'onnx/encoder-multilingual/config.json',
  'LICENSE',
  'NOTICE',
];
/** What a user has no use for. */
const NEEDLESS = /\.(map|ts|tsx)$|^package\/(src|test|scripts|docs|clients|deploy)\/|\.built$/;

async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-pack-'));
  const empty = join(directory, 'empty');
  mkdirSync(empty);
  try {
    const modules = install(pack(directory), join(directory, 'cache'), empty);
    const program = join(modules, '.bin/shelfcast');
    everyCommand(program, empty);
    await served(program, empty);
    console.log(`written where it was started: ${readdirSync(empty).join(', ')}`);
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
  console.log(`${name}: ${(statSync(tarball).size / 1e6).toFixed(1)} MB, ${files.length} files`);
  for (const wanted of WANTED)
    if (!files.includes(`package/${wanted}`)) throw new Error(`${wanted} is not in the package`);
  const needless = files.filter((file) => NEEDLESS.test(file));
  if (needless.length > 0) throw new Error(`needless in the package: ${needless.join(', ')}`);
  return tarball;
}

/** Has npx install the package; returns the folder of what it installed. */
function install(tarball: string, cache: string, empty: string): string {
  const words = ['--yes', '--package', tarball, 'shelfcast', '--version'];
  const version = execFileSync('npx', words, {
    cwd: empty,
    env: {
      ...process.env,
      npm_config_cache: cache,
      // As in the Makefile: SQLite is compiled with the headers of this Node, and CUDA is not downloaded.
      npm_config_nodedir: resolve(process.execPath, '../..'),
      npm_config_build_from_source: 'better-sqlite3',
      ONNXRUNTIME_NODE_INSTALL: 'skip',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  const installs = join(cache, '_npx');
  const modules = join(installs, readdirSync(installs)[0], 'node_modules');
  const { devDependencies } = JSON.parse(
    readFileSync(join(modules, 'shelfcast/package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  const installed = readdirSync(modules).filter((name) => !name.startsWith('.'));
  const size = execFileSync('du', ['-sm', modules], { encoding: 'utf8' }).split('\t')[0];
  console.log(`version ${version.trim()}, installed ${size} MB: ${installed.join(', ')}`);
  const development = installed.filter((name) => name in devDependencies);
  if (development.length > 0) throw new Error(`installed for development alone: ${development.join(', ')}`);
  return modules;
}

void main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
