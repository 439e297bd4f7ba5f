/** Figures of the encoder and the server on a GPU, or on the CPU with the same code, as one JSON file. */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Provider } from '../../../src/contract/messages';
import { grantedCores } from '../../../src/engine/cores';
import { inspectProvider } from '../../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../../src/engine/cuda/providerFiles';
import { distinctTexts, realTexts } from '../../../src/cli/bench/texts';
import { whyNoGpu } from '../../cuda/whyNoGpu';
import { measureEncoders } from './encoders';
import type { Measurement } from './measurement';
import { measureParity, PARITY_TOLERANCES } from './parity';
import { measureServed } from './served';
import { summarise } from './summary';
import { measureTorch } from './torch';

const PARTS = ['parity', 'encoders', 'torch', 'server'] as const;
type Part = (typeof PARTS)[number];
const PARITY_TEXTS = 200;
const TORCH_LIMIT_MS = 240_000;

interface Options {
  provider: 'auto' | Provider;
  onnx: string;
  out: string;
  seconds: number;
  python: string;
  only: readonly Part[];
}

const options = new Command()
  .description('Measures encoder and server on a GPU, or on the CPU with the same code, into one JSON file.')
  .addOption(
    new Option('--provider <name>', 'execution provider').choices(['auto', 'cuda', 'cpu']).default('auto'),
  )
  .option('--onnx <directory>', 'encoder and models', (path) => resolve(path), resolve('onnx'))
  .option('--out <file>', 'where the figures go', 'gpu-results.json')
  .option('--seconds <number>', 'of each figure', secondsOf, 1)
  .option('--python <program>', 'one that has torch; none: leave PyTorch out', 'python3')
  .addOption(new Option('--only <part...>', 'measure these alone').choices(PARTS).default(PARTS))
  .parse()
  .opts<Options>();

async function main(): Promise<number> {
  const inspection = await inspectProvider();
  const reasons = whyNoGpu(inspection);
  reasons.forEach(say);
  if (options.provider === 'cuda' && reasons.length > 0) {
    say('NOTHING WAS MEASURED: CUDA was asked for and cannot run. --provider cpu measures the CPU.');
    return 2;
  }
  const provider = options.provider === 'auto' ? (reasons.length > 0 ? 'cpu' : 'cuda') : options.provider;
  if (provider === 'cpu') say('Everything is measured on the CPU; these are no figures of a GPU.');
  const { onnx, seconds } = options;
  const measurement: Measurement = { provider, threads: grantedCores(), seconds, progress: say };
  const steps: Record<Part, () => Promise<unknown>> = {
    parity: () => parity(provider),
    encoders: () => measureEncoders(measurement, join(onnx, 'encoder')),
    torch: () => torch(measurement),
    server: () => measureServed({ ...measurement, seconds: 2 * seconds }, onnx),
  };
  const results: Record<string, unknown> = { machine: machine(measurement.threads), provider, seconds };
  const keep = (part: string, figures: unknown) => {
    results[part] = figures;
    writeFileSync(`${options.out}.tmp`, JSON.stringify(results, null, 2));
    renameSync(`${options.out}.tmp`, options.out);
  };
  keep('inspection', inspection);
  for (const part of PARTS.filter((each) => options.only.includes(each))) {
    const started = performance.now();
    // One part that fails costs no other its figures.
    keep(part, await steps[part]().catch((error: Error) => failed(part, error)));
    say(`${part}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  }
  const summary = summarise(results);
  keep('summary', summary);
  say(JSON.stringify(summary, null, 2));
  say(`The figures are in ${resolve(options.out)}.`);
  return PARTS.some((part) => (results[part] as { error?: string } | undefined)?.error) ? 1 : 0;
}

/** On a GPU against the CPU; on the CPU half precision against itself, which shows that the measurement works. */
async function parity(provider: Provider): Promise<unknown> {
  const shop = join(options.onnx, 'demo-shop');
  const model = existsSync(join(shop, 'manifest.json')) ? shop : null;
  const texts = distinctTexts(realTexts(undefined), PARITY_TEXTS, 3);
  const records =
    model === null ? 'no golden records, for want of a model' : `the golden records of ${model}`;
  say(`parity of ${provider} with the CPU over ${PARITY_TEXTS} texts and ${records}`);
  const encoder = join(options.onnx, 'encoder');
  const figures = await measureParity(provider, { encoder, model, precision: 'fp16' }, texts);
  const { cosine, forecast, oneGraph } = figures;
  const tolerance = PARITY_TOLERANCES.fp16;
  const [apart, together] = [forecast, oneGraph].map((each) => each?.toFixed(5) ?? 'none');
  say(`least cosine ${cosine.toFixed(5)}; forecasts differ by ${apart}, in one graph by ${together}`);
  const far = Math.max(forecast ?? 0, oneGraph ?? 0);
  const within = cosine >= tolerance.cosine && far <= tolerance.forecast;
  if (!within) say(`OUT OF TOLERANCE: cosine ${tolerance.cosine}, forecasts ${tolerance.forecast}`);
  return { ...figures, tolerance, within };
}

async function torch(measurement: Measurement): Promise<unknown> {
  const measured = await measureTorch(measurement, options.python, TORCH_LIMIT_MS);
  if (measured.skipped) say(`SKIPPED: PyTorch was not measured: ${measured.skipped}.`);
  if (measured.ended) say(`PyTorch was ended: ${measured.ended}. The figures so far are kept.`);
  return measured;
}

function machine(threads: number) {
  return {
    gpus: ask('nvidia-smi', ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader']),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: threads,
    /** Of the last minute; what runs beside makes every figure of the CPU smaller. */
    loadAverage: loadavg()[0],
    node: process.version,
    runtime: installedRuntime().version,
  };
}

function ask(program: string, given: string[]): string[] {
  try {
    return execFileSync(program, given, { encoding: 'utf8', stdio: 'pipe' }).trim().split('\n');
  } catch {
    return [];
  }
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0)) throw new InvalidArgumentError('must be a number above 0');
  return seconds;
}

function failed(part: string, error: Error): { error: string } {
  say(`${part} failed: ${error.message}`);
  return { error: error.message };
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().then(
  (status) => process.exit(status),
  (error: Error) => {
    say(`The measurement failed: ${error.message}`);
    process.exit(1);
  },
);
