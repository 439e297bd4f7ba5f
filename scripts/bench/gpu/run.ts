/** Figures of the encoder and the server on a GPU, or on the CPU with the same code, as one JSON file. */
import { execFileSync } from 'node:child_process';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Provider } from '../../../src/contract/messages';
import { grantedCores } from '../../../src/engine/cores';
import { describeReport, inspectProvider } from '../../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../../src/engine/cuda/providerFiles';
import { distinctTexts, realTexts } from '../../../src/cli/bench/texts';
import { BUDGETS, LENGTHS, measureEncoders } from './encoders';
import { measureParity, PARITY_TOLERANCES } from './parity';
import { measureServed } from './served';
import { BERT_BASE, MINILM_L6 } from './shapes';
import { summarise } from './summary';

const PARTS = ['parity', 'encoders', 'torch', 'server'] as const;
const PARITY_TEXTS = 200;
const TORCH_LIMIT_MS = 240_000;

interface Options {
  provider: 'auto' | Provider;
  onnx: string;
  out: string;
  seconds: number;
  python: string;
  only: (typeof PARTS)[number][];
}

const options = new Command()
  .addOption(
    new Option('--provider <name>', 'execution provider').choices(['auto', 'cuda', 'cpu']).default('auto'),
  )
  .option('--onnx <directory>', 'encoder and models', 'onnx')
  .option('--out <file>', 'where the figures go', 'gpu-results.json')
  .option('--seconds <number>', 'of every measurement', Number, 1)
  .option('--python <program>', 'one that has torch; none: leave PyTorch out', 'python3')
  .addOption(
    new Option('--only <part...>', 'measure these alone').choices(PARTS).default([...PARTS] as string[]),
  )
  .parse()
  .opts<Options>();

async function main(): Promise<number> {
  const report = await inspectProvider();
  for (const line of describeReport(report)) say(line);
  if (options.provider === 'cuda' && report.state !== 'complete') {
    say('NOTHING WAS MEASURED: CUDA was asked for and cannot run. --provider cpu measures the CPU.');
    return 2;
  }
  const provider: Provider =
    options.provider === 'auto' ? (report.state === 'complete' ? 'cuda' : 'cpu') : options.provider;
  if (provider === 'cpu') say('Everything is measured on the CPU; these are no figures of a GPU.');
  const threads = grantedCores();
  const results: Record<string, unknown> = { machine: machine(threads), provider, seconds: options.seconds };
  const keep = (part: string, figures: unknown) => {
    results[part] = figures;
    writeFileSync(`${options.out}.tmp`, JSON.stringify(results, null, 2));
    renameSync(`${options.out}.tmp`, options.out);
  };
  keep('inspection', report);
  const onnx = resolve(options.onnx);
  const steps: Record<(typeof PARTS)[number], () => Promise<unknown>> = {
    parity: () => parity(provider),
    encoders: () => measureEncoders(provider, join(onnx, 'encoder'), threads, options.seconds, say),
    torch: async () => torch(provider),
    server: () => measureServed(provider, onnx, options.seconds * 2, threads, say),
  };
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
  say(`parity of ${provider} with the CPU over ${PARITY_TEXTS} texts and the golden records of ${model}`);
  const encoder = join(options.onnx, 'encoder');
  const figures = await measureParity(provider, { encoder, model, precision: 'fp16' }, texts);
  const tolerance = PARITY_TOLERANCES[figures.precision];
  const [apart, together] = [figures.forecast, figures.oneGraph].map((each) => each?.toFixed(5) ?? 'none');
  say(`least cosine ${figures.cosine.toFixed(5)}; forecasts differ by ${apart}, in one graph by ${together}`);
  return { ...figures, tolerance };
}

/** PyTorch on the same shapes, and the device's rates as it reaches them. */
function torch(provider: Provider): unknown {
  if (options.python === 'none') return { skipped: 'left out as asked' };
  const given = {
    device: provider,
    shapes: [MINILM_L6, BERT_BASE],
    lengths: LENGTHS,
    budgets: BUDGETS[provider],
    seconds: options.seconds,
    threads: grantedCores(),
  };
  const answer = execFileSync(options.python, [join(__dirname, 'torch_bert.py')], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 24,
    timeout: TORCH_LIMIT_MS,
  });
  const measured = JSON.parse(answer) as { skipped?: string };
  if (measured.skipped) say(`PyTorch was left out: ${measured.skipped}`);
  return measured;
}

function machine(threads: number) {
  return {
    gpus: ask('nvidia-smi', ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader']),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: threads,
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
