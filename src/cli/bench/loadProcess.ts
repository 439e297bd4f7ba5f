import { build } from 'hdr-histogram-js';
import { Pool } from 'undici';
import { tellParent } from '../../common/tellParent';
import { atRate } from './atRate';

/** A load to put on a server. */
export interface Load {
  url: string;
  /** API key, if the server requires one. */
  key?: string;
  path: string;
  /** Bodies, sent in turn. */
  bodies: string[];
  /** Items per body. */
  items: number;
  /** Connections. */
  clients: number;
  seconds: number;
  /**
   * Requests per second, sent on schedule whether or not earlier ones are answered. Latency counts from the scheduled
   * time, so a stall shows in every request that it delays. 0: each client sends its next request when its last one is
   * answered.
   */
  rate: number;
  /** Stop after this many requests; 0: stop when the time is over, but send at least one. */
  requests: number;
}

export interface LoadResult {
  requests: number;
  items: number;
  failed: number;
  seconds: number;
  /** Seconds of processor time that the load generator used. */
  cpu: number;
  /** Milliseconds. */
  latency: { p50: number; p90: number; p99: number; max: number };
}

process.on('message', async (load: Load) => {
  tellParent(await (load.rate > 0 ? openLoop(load) : closedLoop(load)));
});
process.on('disconnect', () => process.exit(0));

async function openLoop(load: Load): Promise<LoadResult> {
  const run = new Run(load);
  await atRate(load.rate, load.seconds, (due) => run.send(due));
  return run.result();
}

async function closedLoop(load: Load): Promise<LoadResult> {
  const run = new Run(load);
  const end = run.started + load.seconds * 1000;
  const client = async () => {
    while (load.requests > 0 ? run.sent < load.requests : run.sent === 0 || performance.now() < end)
      await run.send(performance.now());
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  return run.result();
}

class Run {
  readonly started = performance.now();
  private readonly cpu = process.cpuUsage();
  sent = 0;
  private answered = 0;
  private failed = 0;
  private readonly pool: Pool;
  private readonly headers: Record<string, string> = { 'content-type': 'application/json' };
  private readonly histogram = build({
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  });

  constructor(private readonly load: Load) {
    if (load.key !== undefined) this.headers['authorization'] = `Bearer ${load.key}`;
    this.pool = new Pool(load.url, { connections: load.clients, pipelining: 1 });
  }

  /** Resolves when the response is read to its end, or the request failed. */
  send(due: number): Promise<void> {
    const body = this.load.bodies[this.sent++ % this.load.bodies.length];
    return new Promise((resolve) => {
      let status = 0;
      const done = (answered: boolean) => {
        if (answered) this.answered++;
        else this.failed++;
        this.histogram.recordValue(Math.max(1, Math.round((performance.now() - due) * 1000)));
        resolve();
      };
      // Does not use the streams of undici's other calls: the generator shares the processor with the server.
      this.pool.dispatch(
        { path: this.load.path, method: 'POST', body, headers: this.headers },
        {
          onRequestStart: () => {},
          onResponseStart: (_, given) => void (status = given),
          onResponseData: () => {},
          onResponseEnd: () => done(status === 200),
          onResponseError: () => done(false),
        },
      );
    });
  }

  async result(): Promise<LoadResult> {
    const seconds = (performance.now() - this.started) / 1000;
    const { user, system } = process.cpuUsage(this.cpu);
    await this.pool.close();
    const at = (percentile: number) => this.histogram.getValueAtPercentile(percentile) / 1000;
    return {
      requests: this.answered,
      items: this.answered * this.load.items,
      failed: this.failed,
      seconds,
      cpu: (user + system) / 1e6,
      latency: { p50: at(50), p90: at(90), p99: at(99), max: this.histogram.maxValue / 1000 },
    };
  }
}
