/** Figures of the encoder and the server on a GPU, or on the CPU with the same code, as one JSON file. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { Provider } from '../../../src/contract/messages';
import { grantedCores } from '../../../src/engine/cores';
import { describeReport, inspectProvider } from '../../../src/engine/cuda/inspectProvider';
import { installedRuntime } from '../../../src/engine/cuda/providerFiles';
import { encoderGraph, readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { distinctTexts, realTexts } from '../texts';
import { BareEncoder, type BareFigure } from './bare';
import { bertGraph, MASKS, type Mask } from './bertGraph';
import { measureParity, PARITY_TOLERANCES } from './parity';
import { measureServed } from './served';
import { BERT_BASE, MINILM_L6, operations, type BertShape, weightBytes } from './shapes';

const PARTS = ['parity', 'shapes', 'torch', 'server'] as const;
const LENGTHS = [16, 64, 128];
/** Padded tokens of a batch. */
const BUDGETS: Record<Provider, number[]> = { cuda: [4096, 16_384, 65_536], cpu: [1024] };
const PARITY_TEXTS = 200;

interface Options {
  provider: 'auto' | Provider;
  onnx: string;
  out: string;
  seconds: number;
  python: string;
  only: (typeof PARTS)[number][];
}

interface ShapeFigures {
  encoder: string;
  precision: string;
  mask: Mask | null;
  figures: (BareFigure & { budget: number; operationsPerSecond: number | null })[];
}

const options = new Command()
  .addOption(
    new Option('--provider <name>', 'execution provider').choices(['auto', 'cuda', 'cpu']).default('auto'),
  )
  .option('--onnx <directory>', 'encoder and models', 'onnx')
  .option('--out <file>', 'where the figures go', 'gpu-results.json')
  .option('--seconds <number>', 'of every measurement', Number, 2)
  .option('--python <program>', 'one that has torch; none: leave PyTorch out', 'python3')
  .addOption(
    new Option('--only <part...>', 'measure these alone').choices(PARTS).default([...PARTS] as string[]),
  )
  .parse()
  .opts<Options>();

async function main(): Promise<void> {
  const report = await inspectProvider();
  for (const line of describeReport(report)) say(line);
  const provider: Provider =
    options.provider === 'auto' ? (report.state === 'complete' ? 'cuda' : 'cpu') : options.provider;
  const threads = grantedCores();
  const results: Record<string, unknown> = { machine: machine(threads), provider, seconds: options.seconds };
  const keep = (part: string, figures: unknown) => {
    results[part] = figures;
    writeFileSync(`${options.out}.tmp`, JSON.stringify(results, null, 2));
    renameSync(`${options.out}.tmp`, options.out);
  };
  keep('inspection', report);
  const steps: Record<(typeof PARTS)[number], () => Promise<unknown>> = {
    parity: () => parity(provider),
    shapes: () => shapes(provider, threads),
    torch: async () => torch(),
    server: () => measureServed(provider, resolve(options.onnx), options.seconds * 2, threads, say),
  };
  for (const part of PARTS.filter((each) => options.only.includes(each))) {
    // One part that fails costs no other its figures.
    keep(part, await steps[part]().catch((error: Error) => failed(part, error)));
  }
  say(`The figures are in ${resolve(options.out)}.`);
}

async function parity(provider: Provider): Promise<unknown> {
  const model = modelOf(options.onnx);
  const texts = distinctTexts(realTexts(undefined), PARITY_TEXTS, 3);
  say(`parity of ${provider} with the CPU over ${PARITY_TEXTS} texts and the golden records of ${model}`);
  const figures = await measureParity(
    provider,
    { encoder: join(options.onnx, 'encoder'), model, precision: 'fp16' },
    texts,
  );
  return { ...figures, tolerance: PARITY_TOLERANCES[figures.precision] };
}

async function shapes(provider: Provider, threads: number): Promise<ShapeFigures[]> {
  const shipped = await readEncoderDirectory(join(options.onnx, 'encoder'), { provider });
  const limits = { dimension: shipped.dimension, maxTokens: shipped.maxTokens };
  const bytes = await encoderGraph(shipped);
  const figures = [
    await shapeFigures(
      { encoder: 'shipped', precision: shipped.dtype, mask: null },
      await BareEncoder.open(bytes, provider, limits, threads),
      provider,
      null,
    ),
  ];
  const precision = provider === 'cuda' ? 'fp16' : 'fp32';
  for (const shape of [MINILM_L6, BERT_BASE]) {
    for (const mask of provider === 'cuda' ? MASKS : (['raw'] as const)) {
      const what = { encoder: shape.name, precision, mask };
      const graph = bertGraph(shape, precision, mask);
      const limit = { dimension: shape.width, maxTokens: shape.positions };
      try {
        const bare = await BareEncoder.open(graph, provider, limit, threads);
        figures.push(await shapeFigures(what, bare, provider, shape));
      } catch (error) {
        say(`${shape.name}, mask ${mask}: ${(error as Error).message}`);
      }
    }
  }
  return figures;
}

async function shapeFigures(
  what: Omit<ShapeFigures, 'figures'>,
  bare: BareEncoder,
  provider: Provider,
  shape: BertShape | null,
): Promise<ShapeFigures> {
  const figures: ShapeFigures['figures'] = [];
  for (const tokens of LENGTHS) {
    for (const budget of [tokens, ...BUDGETS[provider]]) {
      const figure = await bare.uniform(tokens, budget / tokens, options.seconds);
      const perText = shape && operations(shape, tokens);
      figures.push({ ...figure, budget, operationsPerSecond: perText && perText * figure.textsPerSecond });
      const rate = figure.textsPerSecond.toFixed(0);
      say(
        `${what.encoder} ${what.precision} ${what.mask ?? ''} ${tokens} tokens x ${figure.rows}: ${rate} texts/s`,
      );
    }
  }
  return { ...what, figures };
}

/** PyTorch in half precision on the same shapes, and the card's measured matrix rate and memory bandwidth. */
function torch(): unknown {
  if (options.python === 'none') return { skipped: 'left out as asked' };
  const shapesGiven = [MINILM_L6, BERT_BASE].map((shape) => ({
    ...shape,
    weight_bytes: weightBytes(shape, 2),
  }));
  const given = { shapes: shapesGiven, lengths: LENGTHS, budgets: BUDGETS.cuda, seconds: options.seconds };
  say('PyTorch on the same shapes');
  const answer = execFileSync(options.python, [join(__dirname, 'torch_bert.py')], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 1 << 24,
  });
  return JSON.parse(answer);
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

/** The demo shop's, where it ships: the first directory with a manifest. */
function modelOf(onnx: string): string | null {
  const names = readdirSync(onnx).filter((name) => {
    try {
      return readFileSync(join(onnx, name, 'manifest.json')).length > 0;
    } catch {
      return false;
    }
  });
  return names.length > 0 ? join(onnx, names[0]) : null;
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
  () => process.exit(0),
  (error: Error) => {
    say(`The measurement failed: ${error.message}`);
    process.exit(1);
  },
);
