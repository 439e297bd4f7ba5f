import { build } from 'hdr-histogram-js';
import { atRate } from '../../src/cli/bench/atRate';
import { median } from '../../src/common/statistics';
import { grantedCores } from '../../src/engine/cores';
import { Engine } from '../../src/engine/engine';
import { packTokens } from '../../src/engine/packTokens';
import type { EnginePool } from '../../src/engine/pool';
import { encoderCommand, type Measured } from './encoderCommand';

const CLIENTS = 32;
const SHARE_OF_CAPACITY = 0.7;
const BATCH_TOKENS = 256;

/** Texts a second that were sent, and milliseconds from the time at which each was due. */
interface Result extends Latency {
  rate: number;
}

interface Latency {
  p50: number;
  p90: number;
  p99: number;
}

interface Waiting {
  ids: Int32Array;
  encoded: () => void;
}

async function measure({ encoder, texts, seconds, rounds }: Measured): Promise<void> {
  const engine = await Engine.start({
    encoder,
    device: 'cpu',
    processes: grantedCores(),
    threads: 1,
    packed: true,
  });
  try {
    const bare = new BareServer(
      engine.pool,
      texts.map((text) => engine.tokenizer.tokenize(text).ids),
    );
    await bare.closedLoop(seconds);
    const results: Result[] = [];
    for (let round = 0; round < rounds; round++) {
      const rate = SHARE_OF_CAPACITY * (await bare.closedLoop(seconds));
      results.push({ rate, ...(await bare.openLoop(rate, seconds)) });
    }
    console.log(table(results));
  } finally {
    await engine.close();
  }
}

function table(results: readonly Result[]): string {
  const middle = (of: (result: Result) => number) => median(results.map(of)).toFixed(1);
  const cells = [
    middle(({ rate }) => rate),
    middle(({ p50 }) => p50),
    middle(({ p90 }) => p90),
    middle(({ p99 }) => p99),
    middle(({ p50, p99 }) => p99 / p50),
  ];
  return [
    '| texts/s | p50 ms | p90 ms | p99 ms | p99 / p50 |',
    '| ---: | ---: | ---: | ---: | ---: |',
    `| ${cells.join(' | ')} |`,
  ].join('\n');
}

/** Gives what waits to whichever process is idle, in the order of arrival. */
class BareServer {
  private waiting: Waiting[] = [];

  constructor(
    private readonly pool: EnginePool,
    private readonly texts: readonly Int32Array[],
  ) {
    pool.attach({ onFree: () => this.dispatch(), onLost: () => {} });
  }

  /** Texts a second with as many clients as the server's benchmark has, each with its next text when it has its last. */
  async closedLoop(seconds: number): Promise<number> {
    const started = performance.now();
    let sent = 0;
    const client = async () => {
      while (performance.now() - started < 1000 * seconds) await this.send(sent++);
    };
    await Promise.all(Array.from({ length: CLIENTS }, client));
    return (1000 * sent) / (performance.now() - started);
  }

  /** Milliseconds from the time at which each text was due. */
  async openLoop(rate: number, seconds: number): Promise<Latency> {
    const histogram = build({ highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: 3 });
    let sent = 0;
    await atRate(rate, seconds, async (due) => {
      await this.send(sent++);
      histogram.recordValue(Math.max(1, Math.round(1000 * (performance.now() - due))));
    });
    const at = (percentile: number) => histogram.getValueAtPercentile(percentile) / 1000;
    return { p50: at(50), p90: at(90), p99: at(99) };
  }

  private send(index: number): Promise<void> {
    return new Promise((encoded) => {
      this.waiting.push({ ids: this.texts[index % this.texts.length], encoded });
      // Texts that are due at once go into one batch.
      if (this.waiting.length === 1) setImmediate(() => this.dispatch());
    });
  }

  private dispatch(): void {
    while (this.waiting.length > 0 && this.pool.idle > 0) {
      let tokens = 0;
      const past = this.waiting.findIndex(({ ids }, at) => (tokens += ids.length) > BATCH_TOKENS && at > 0);
      const batch = this.waiting.splice(0, past < 0 ? this.waiting.length : past);
      void this.pool.encode(packTokens(batch.map(({ ids }) => ids))).then(() => {
        for (const { encoded } of batch) encoded();
      });
    }
  }
}

encoderCommand(
  'Latency of the inference processes alone at 70% of their capacity with single texts: no HTTP, no forecasts, what ' +
    'waits goes to whichever process is idle. The limit of any server over them on this machine.',
  { precision: 'int8', rounds: 7 },
  measure,
);
