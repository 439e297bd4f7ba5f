/** Packs what a bare machine needs to measure shelfcast on its GPU into parts of a limited size. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { hashFiles } from '../../src/common/hashFiles';
import { CUDA_LIBRARY, installedRuntime, SHARED_LIBRARY } from '../../src/engine/cuda/providerFiles';
import { copyPackages } from './copyPackages';
import { fetchProvider } from './fetchProvider';

const ROOT = join(__dirname, '../..');
/** What of the project is measured and measures; dist is the server as it is built. */
const PROJECT = [
  'package.json',
  'tsconfig.json',
  'dist',
  'src',
  'scripts/bench',
  'scripts/cuda',
  'test/support',
];
/** What the measurement needs beside what the server depends on. */
const BENCH_PACKAGES = ['tsx'];

interface Options {
  out: string;
  partSize: number;
  provider: string;
  onnx: string;
  level: string;
}

const options = new Command()
  .description('Packs node, the built project, the CUDA provider, encoder and models for a bare machine.')
  .requiredOption('--out <directory>', 'where the parts and run.sh go; emptied first')
  .option('--part-size <size>', 'most bytes of a part: 15MiB, 500KiB', bytesOf, 15 * 2 ** 20)
  .option('--provider <where>', 'npm, none, or a directory that holds the provider', 'npm')
  .option('--onnx <directory>', 'encoder and models; none: the other machine has them', 'onnx')
  .addOption(
    new Option('--level <number>', "xz's effort; 0: not compressed, made in seconds")
      .choices([...'0123456789'])
      .default('6'),
  )
  .parse()
  .opts<Options>();

async function main(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`a bundle is packed on Linux x64; this is ${process.platform} ${process.arch}`);
  if (!existsSync(join(ROOT, 'dist/main.js')))
    throw new Error('dist/main.js is missing: run `make build` first');
  const out = resolve(options.out);
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-pack-'));
  try {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out, { recursive: true });
    await stageBase(join(work, 'base'));
    stageProject(join(work, 'project'));
    for (const archive of ['base', 'project']) writeParts(join(work, archive), join(out, `${archive}-`));
    await writeSums(out);
    copyFileSync(join(__dirname, 'run.sh'), join(out, 'run.sh'));
    chmodSync(join(out, 'run.sh'), 0o755);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const parts = readdirSync(out).filter((name) => /^(base|project)-/.test(name));
  const total = parts.reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  say(`${parts.length} parts, ${(total / 2 ** 20).toFixed(1)} MiB, in ${out}.`);
  say(`Carry them with SHA256SUMS and run.sh, then: sh ${options.out}/run.sh`);
}

/** Node, the packages and the provider: what seldom changes. */
async function stageBase(base: string): Promise<void> {
  mkdirSync(join(base, 'bin'), { recursive: true });
  copyFileSync(process.execPath, join(base, 'bin/node'));
  execFileSync('strip', [join(base, 'bin/node')]);
  const packages = copyPackages(ROOT, base, BENCH_PACKAGES);
  say(`Node ${process.version} and ${packages} packages`);
  const { directory } = installedRuntime();
  const target = join(base, directory.slice(ROOT.length));
  if (options.provider === 'none') return say('No CUDA provider: the bundle measures the CPU alone.');
  if (options.provider === 'npm') {
    await fetchProvider(target);
  } else {
    for (const name of [SHARED_LIBRARY, CUDA_LIBRARY])
      copyFileSync(join(options.provider, name), join(target, name));
  }
  return say(`The CUDA provider (${options.provider})`);
}

function stageProject(project: string): void {
  for (const path of PROJECT) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    cpSync(join(ROOT, path), join(project, path), { recursive: true });
  }
  if (options.onnx === 'none') return;
  cpSync(resolve(options.onnx), join(project, 'onnx'), { recursive: true });
  say(`Encoder and models of ${options.onnx}`);
}

function writeParts(directory: string, prefix: string): void {
  say(`Writing ${prefix}* ...`);
  const squeeze = options.level === '0' ? 'cat' : `xz -T0 -${options.level}`;
  const pipeline = `tar -C "$1" -cf - . | ${squeeze} | split -b "$2" -d -a 3 - "$3"`;
  const given = [directory, String(options.partSize), prefix];
  execFileSync('bash', ['-o', 'pipefail', '-c', pipeline, 'pack', ...given], { stdio: 'inherit' });
}

async function writeSums(out: string): Promise<void> {
  const lines: string[] = [];
  for (const name of readdirSync(out).sort()) lines.push(`${await hashFiles([join(out, name)])}  ${name}\n`);
  writeFileSync(join(out, 'SHA256SUMS'), lines.join(''));
}

function bytesOf(text: string): number {
  const found = /^(\d+)\s*(KiB|MiB)?$/i.exec(text);
  if (!found) throw new InvalidArgumentError('write it as 15MiB');
  const unit = { kib: 2 ** 10, mib: 2 ** 20 }[found[2]?.toLowerCase() ?? ''] ?? 1;
  const bytes = Number(found[1]) * unit;
  if (bytes < 2 ** 16) throw new InvalidArgumentError('must be 64KiB at least');
  return bytes;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().catch((error: Error) => {
  say(`Nothing was packed: ${error.message}`);
  process.exit(1);
});
