import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider } from '../../../src/contract/messages';
import { BATCH_PLANS } from '../../../src/engine/batchPlan';
import { readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { encoderGraph } from '../../../src/engine/encoderGraph';
import { packTokens } from '../../../src/engine/packTokens';
import { TextTokenizer } from '../../../src/engine/tokenizer';
import { writeBenchModel } from '../benchModel';
import { bodies } from '../../../src/cli/bench/putLoad';
import { load } from '../load';
import { ownProcessorTime } from '../processorTime';
import { startServer, type Server } from '../server';
import { distinctTexts, mixedTexts, realTexts } from '../../../src/cli/bench/texts';
import { BareEncoder } from './bare';
import type { Measurement } from './measurement';
import { writeShapeEncoder } from './shapeEncoder';
import { BERT_BASE, MINILM_L6 } from './shapes';

const TEXTS = 40_000;
/** Tokens of the texts for the larger encoder. */
const LONG = 100;
const BULK = { items: 256, clients: 16 };
/** On the CPU no more than a larger encoder answers before the requests' deadline. */
const LOADS: Record<Provider, Load[]> = {
  cuda: [BULK, { items: 32, clients: 64 }, { items: 1, clients: 64 }],
  cpu: [
    { items: 32, clients: 8 },
    { items: 1, clients: 16 },
  ],
};

interface Load {
  items: number;
  clients: number;
}

/** A prime, so that every batch gets its turn. */
const STRIDE = 7919;

/** How many servers share the device, with how many inference processes each, and whether head and encoder are one graph. */
interface Setup {
  servers: number;
  processes: number;
  oneGraph: 'on' | 'off';
  loads: Load[];
}

export interface Served {
  encoder: string;
  precision: string;
  /** The encoder alone in one process over the same texts, sorted by length, in batches of the server's budget. */
  barePerSecond: number;
  servers: ServedFigure[];
}

interface ServedFigure extends Omit<Setup, 'loads'>, Load {
  /** Items a second of all servers together. */
  perSecond: number;
  ofBare: number;
  /**
   * Microseconds of processor time an item costs the process that serves HTTP: with one server, none is faster. Null
   * where no request was answered.
   */
  mainMicroseconds: number | null;
  /** Milliseconds of a request, of the slowest server. */
  p50: number;
  p99: number;
  /** Requests. */
  failed: number;
}

interface Subject {
  name: string;
  encoder: string;
  models: string;
  texts: string[];
}

/** HTTP servers, with the cache off and every text a new one, beside the encoder alone. */
export async function measureServed(measurement: Measurement, onnx: string): Promise<Served[]> {
  const { provider, progress } = measurement;
  const work = mkdtempSync(join(tmpdir(), 'shelfcast-gpu-'));
  try {
    const shipped = join(onnx, 'encoder');
    const larger = provider === 'cuda' ? BERT_BASE : MINILM_L6;
    const encoder = join(work, 'encoder');
    writeShapeEncoder(encoder, larger, provider === 'cuda' ? 'fp16' : 'fp32', shipped);
    const models = join(work, 'models');
    progress(`a model for an encoder of ${larger.name}'s shape`);
    await writeBenchModel(models, join(onnx, 'demo-shop'), encoder);
    const real = realTexts(undefined);
    const subjects: Subject[] = [
      { name: 'shipped', encoder: shipped, models: onnx, texts: distinctTexts(real, TEXTS, 7) },
      { name: larger.name, encoder, models, texts: mixedTexts(real, TEXTS / 4, LONG, LONG) },
    ];
    const served: Served[] = [];
    for (const subject of subjects) served.push(await measureSubject(subject, work, measurement));
    return served;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function measureSubject(subject: Subject, work: string, measurement: Measurement): Promise<Served> {
  const { provider, seconds, progress } = measurement;
  const encoder = await readEncoderDirectory(subject.encoder, { provider });
  progress(`${subject.name}: the encoder alone over the texts that the server is sent`);
  const { serving, steps } = BATCH_PLANS[provider];
  const alone = await BareEncoder.open(await encoderGraph(encoder), measurement, encoder, steps);
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  const ids = subject.texts.map((text) => tokenizer.tokenize(text).ids).sort((a, b) => a.length - b.length);
  const barePerSecond = await alone.batches(mixed(cut(ids, serving)), seconds);
  await alone.close();
  progress(`${subject.name} alone: ${barePerSecond.toFixed(0)} texts/s`);
  const servers: ServedFigure[] = [];
  for (const setup of setupsOf(measurement))
    servers.push(...(await measureSetup(setup, subject, barePerSecond, work, measurement)));
  return { encoder: subject.name, precision: encoder.dtype, barePerSecond, servers };
}

function setupsOf({ provider, threads }: Measurement): Setup[] {
  const one: Setup = { servers: 1, processes: 1, oneGraph: 'on', loads: LOADS[provider] };
  if (provider === 'cpu') {
    const all = { ...one, processes: threads };
    return [{ ...all, oneGraph: 'off' }, all];
  }
  const many = Math.max(2, Math.floor(threads / 4));
  return [
    one,
    { ...one, oneGraph: 'off' },
    { ...one, processes: 2 },
    { ...one, servers: many, loads: [BULK] },
  ];
}

async function measureSetup(
  { loads, ...setup }: Setup,
  { name, encoder, models, texts }: Subject,
  barePerSecond: number,
  work: string,
  { provider, seconds, progress }: Measurement,
): Promise<ServedFigure[]> {
  const started: Server[] = [];
  const figures: ServedFigure[] = [];
  try {
    for (let server = 0; server < setup.servers; server++) {
      const settings = {
        ENCODER: encoder,
        MODELS: models,
        DB: join(mkdtempSync(join(work, 'db-')), 'bench.db'),
        DEVICE: provider,
        CACHE: 'off',
        PROCESSES: String(setup.processes),
        ONE_GRAPH: setup.oneGraph,
      };
      started.push(await startServer(settings));
    }
    for (const { items, clients } of loads) {
      const sent = bodies(texts, items, 'predict');
      const given = { path: '/embed-and-predict', bodies: sent, items, clients, rate: 0, requests: 0 };
      const all = (time: number) =>
        Promise.all(started.map((server) => load(server, { ...given, seconds: time })));
      await all(Math.min(2, seconds));
      const before = started.map(({ pid }) => ownProcessorTime(pid));
      const results = await all(seconds);
      const own = started.reduce((sum, { pid }, at) => sum + ownProcessorTime(pid) - before[at], 0);
      const answered = results.reduce((sum, result) => sum + result.items, 0);
      const perSecond = results.reduce((sum, result) => sum + result.items / result.seconds, 0);
      const figure: ServedFigure = {
        ...setup,
        items,
        clients,
        perSecond,
        ofBare: perSecond / barePerSecond,
        mainMicroseconds: answered > 0 ? (1e6 * own) / answered : null,
        p50: Math.max(...results.map(({ latency }) => latency.p50)),
        p99: Math.max(...results.map(({ latency }) => latency.p99)),
        failed: results.reduce((sum, { failed }) => sum + failed, 0),
      };
      figures.push(figure);
      progress(`${name}: ${described(figure)}`);
    }
  } finally {
    await Promise.all(started.map((server) => server.stop()));
  }
  return figures;
}

function described(figure: ServedFigure): string {
  const { servers, processes, oneGraph, items, clients, perSecond, ofBare, mainMicroseconds, failed } =
    figure;
  return [
    `${servers} server(s), ${processes} process(es), one graph ${oneGraph}, ${items} items x ${clients} clients: ` +
      `${perSecond.toFixed(0)} items/s`,
    `${(100 * ofBare).toFixed(0)}% of the encoder alone`,
    ...(mainMicroseconds === null ? [] : [`${mainMicroseconds.toFixed(0)} us an item in HTTP`]),
    ...(failed > 0 ? [`${failed} REQUESTS FAILED`] : []),
  ].join(', ');
}

/** Short and long ones by turns, so that a part of a round is like the whole. */
function mixed<T>(sorted: readonly T[]): T[] {
  return sorted.map((_, at) => sorted[(at * STRIDE) % sorted.length]);
}

/** Batches of at most so many padded tokens, from texts sorted by length. */
function cut(sorted: readonly Int32Array[], budget: number) {
  const batches = [];
  for (let from = 0; from < sorted.length;) {
    let rows = 1;
    while (from + rows < sorted.length && sorted[from + rows].length * (rows + 1) <= budget) rows++;
    batches.push(packTokens(sorted.slice(from, from + rows)));
    from += rows;
  }
  return batches;
}
