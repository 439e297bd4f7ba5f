import type { PackedTokens, ShapeSteps } from '../../../src/contract/messages';
import { EncoderSession } from '../../../src/engine/encoderSession';
import { packTokens } from '../../../src/engine/packTokens';
import { openSession } from '../../../src/engine/runtime';
import type { Measurement } from './measurement';

export interface BareFigure {
  tokens: number;
  rows: number;
  textsPerSecond: number;
  /** Milliseconds of one batch. */
  latency: { p50: number; p99: number };
}

const WARM_UP_RUNS = 3;
const LEAST_RUNS = 3;

/** An encoder's graph in one session in this process, with nothing around it: the limit of any server over it. */
export class BareEncoder {
  private constructor(
    private readonly session: EncoderSession,
    /** Frees the device's memory. */
    readonly close: () => Promise<void>,
  ) {}

  static async open(
    graph: Uint8Array,
    { provider, threads }: Pick<Measurement, 'provider' | 'threads'>,
    files: { dimension: number; maxTokens: number },
    steps?: ShapeSteps,
  ): Promise<BareEncoder> {
    const session = await openSession(graph, { provider, deviceId: 0, threads });
    return new BareEncoder(new EncoderSession(session, files, steps), () => session.release());
  }

  /** Batches of `rows` texts of `tokens` tokens each. */
  async uniform(tokens: number, rows: number, seconds: number): Promise<BareFigure> {
    const { latencies, textsPerSecond } = await this.loop([uniformBatch(tokens, rows)], seconds);
    return { tokens, rows, textsPerSecond, latency: { p50: at(latencies, 0.5), p99: at(latencies, 0.99) } };
  }

  /** Texts a second over these batches in turn. */
  async batches(batches: readonly PackedTokens[], seconds: number): Promise<number> {
    return (await this.loop(batches, seconds)).textsPerSecond;
  }

  private async loop(batches: readonly PackedTokens[], seconds: number) {
    for (let run = 0; run < WARM_UP_RUNS; run++) await this.session.encode(batches[run % batches.length]);
    const latencies: number[] = [];
    const started = performance.now();
    let texts = 0;
    for (let run = 0; run < LEAST_RUNS || performance.now() - started < seconds * 1000; run++) {
      const batch = batches[run % batches.length];
      const since = performance.now();
      await this.session.encode(batch);
      latencies.push(performance.now() - since);
      texts += batch.lengths.length;
    }
    const elapsed = (performance.now() - started) / 1000;
    return { latencies: latencies.sort((a, b) => a - b), textsPerSecond: texts / elapsed };
  }
}

function uniformBatch(tokens: number, rows: number): PackedTokens {
  const text = Int32Array.from({ length: tokens }, (_, at) => 5 + at);
  return packTokens(Array<Int32Array>(rows).fill(text));
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
