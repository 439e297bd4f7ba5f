import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider } from '../../../src/contract/messages';
import { BATCH_PLANS } from '../../../src/engine/batchPlan';
import { encoderGraph, readEncoderDirectory } from '../../../src/engine/encoderDirectory';
import { packTokens } from '../../../src/engine/packTokens';
import { TextTokenizer } from '../../../src/engine/tokenizer';
import { bodies, load } from '../load';
import { startServer } from '../server';
import { distinctTexts, realTexts } from '../texts';
import { BareEncoder } from './bare';

const TEXTS = 40_000;

export interface Served {
  provider: Provider;
  precision: string;
  /** The encoder alone over the same texts, sorted by length, in batches of the server's budget. */
  barePerSecond: number;
  /** Items a second of the HTTP server. */
  servers: {
    path: string;
    items: number;
    clients: number;
    processes: number;
    perSecond: number;
    p50: number;
    p99: number;
    failed: number;
  }[];
}

/** The HTTP server, with the cache off and every text a new one, beside the encoder alone. */
export async function measureServed(
  provider: Provider,
  onnx: string,
  seconds: number,
  threads: number,
  progress: (what: string) => void,
): Promise<Served> {
  const encoder = await readEncoderDirectory(join(onnx, 'encoder'), { provider });
  const texts = distinctTexts(realTexts(undefined), TEXTS, 7);
  progress('the encoder alone over the texts that the server is sent');
  const alone = await BareEncoder.open(await encoderGraph(encoder), provider, encoder, threads);
  const tokenizer = new TextTokenizer(encoder.tokenizerJson, encoder.tokenizerConfig, encoder);
  const ids = texts.map((text) => tokenizer.tokenize(text).ids).sort((a, b) => a.length - b.length);
  const barePerSecond = await alone.batches(cut(ids, BATCH_PLANS[provider].serving), seconds);

  const servers: Served['servers'] = [];
  for (const processes of provider === 'cuda' ? [1, 2] : [threads]) {
    const directory = mkdtempSync(join(tmpdir(), 'shelfcast-gpu-'));
    const server = await startServer({
      ENCODER: join(onnx, 'encoder'),
      MODELS: onnx,
      DB: join(directory, 'bench.db'),
      DEVICE: provider,
      CACHE: 'off',
      PROCESSES: String(processes),
    });
    try {
      for (const { path, items, clients } of [
        { path: '/embed-and-predict', items: 256, clients: 16 },
        { path: '/embed-and-predict', items: 32, clients: 64 },
        { path: '/embed-and-predict', items: 1, clients: 64 },
      ]) {
        progress(`${path}, ${items} items a request, ${clients} clients, ${processes} process(es)`);
        const sent = bodies(texts, items, 'predict');
        const given = { path, bodies: sent, items, clients, rate: 0, requests: 0 };
        await load(server, { ...given, seconds: Math.min(2, seconds) });
        const result = await load(server, { ...given, seconds });
        const { p50, p99 } = result.latency;
        const perSecond = result.items / result.seconds;
        servers.push({ path, items, clients, processes, perSecond, p50, p99, failed: result.failed });
      }
    } finally {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    }
  }
  return { provider, precision: encoder.dtype, barePerSecond, servers };
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
