import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ItemForecast } from '../../contract/forecastAnswers';
import type { ServingObserver } from '../../contract/observer';
import { JOB_STATES } from '../../contract/jobs';
import type { ForecastService } from '../../contract/service';
import type { JobStore } from '../../registry/jobs/jobs';
import { RecentWork } from './recentWork';

const PREFIX = 'shelfcast_';
/** Seconds; the same for every stage, so that they can be compared. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const TEXT_BUCKETS = [1, 2, 4, 8, 16, 32, 64, 128, 256];
const TOKEN_BUCKETS = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192];

/** All metrics for Prometheus. Serving reports through the observer, HTTP through `requestEnded`. */
export class Metrics implements ServingObserver {
  readonly registry = new Registry();
  readonly recent = new RecentWork();
  /** Called for every item answered from words and numbers. */
  readonly onForecasted: ((model: string, items: readonly ItemForecast[]) => void)[] = [];
  private readonly requests = this.counter('requests_total', 'Requests by route and status', [
    'route',
    'status',
  ]);
  private readonly requestDuration = this.duration('request', 'From the request to the end of its answer', [
    'route',
  ]);
  private readonly tokenization = this.duration('tokenization', 'Texts of a request to token ids');
  private readonly queue = this.duration('queue', 'A text waiting for its batch');
  private readonly inference = this.duration('inference', 'A batch in the encoder');
  private readonly head = this.duration('head', 'A run of a forecasting head');
  private readonly batchTexts = this.histogram('batch_texts', 'Texts in a batch', TEXT_BUCKETS);
  private readonly batchTokens = this.histogram(
    'batch_tokens',
    'Tokens in a batch, with padding',
    TOKEN_BUCKETS,
  );
  private readonly tokens = this.counter('tokens_total', 'Tokens encoded, without padding');
  private readonly paddedTokens = this.counter('padded_tokens_total', 'The same, with padding');
  private readonly rows = this.counter('forecast_rows_total', 'Rows run through a forecasting head');
  private readonly cacheHits = this.counter('cache_hits_total', 'Embeddings found in the cache');
  private readonly cacheMisses = this.counter('cache_misses_total', 'Embeddings not found in the cache');
  private readonly restarts = this.counter('process_restarts_total', 'Inference processes started again');
  private readonly sales = this.counter(
    'sales_total',
    'Sales and totals of weeks sent, by what became of them',
    ['result'],
  );
  private readonly droppedLines = this.counter(
    'log_lines_dropped_total',
    'Lines of the log that could not be written',
  );

  constructor() {
    collectDefaultMetrics({ register: this.registry, prefix: PREFIX });
    // These gauges are named like counters; the same by type under a good name are next to them.
    for (const name of ['active_resources', 'active_handles', 'active_requests'])
      this.registry.removeSingleMetric(`${PREFIX}nodejs_${name}_total`);
  }

  /** Gauges of the server's connections, read on each scrape. */
  watchConnections(connections: { readonly count: number; readonly closed: number }): void {
    const registers = [this.registry];
    new Gauge({
      name: `${PREFIX}connections`,
      help: 'Connections open',
      registers,
      collect() {
        this.set(connections.count);
      },
    });
    new Counter({
      name: `${PREFIX}connections_closed_total`,
      help: 'Idle and slow connections closed so that others could come',
      registers,
      collect() {
        this.reset();
        this.inc(connections.closed);
      },
    });
  }

  /** Gauges of the trainings. */
  watchJobs(store: JobStore): void {
    const registers = [this.registry];
    new Gauge({
      name: `${PREFIX}jobs`,
      help: 'Trainings by state; of those that ended the last hundred',
      labelNames: ['state'],
      registers,
      collect() {
        const jobs = store.list();
        for (const state of JOB_STATES) this.set({ state }, jobs.filter((job) => job.state === state).length);
      },
    });
    new Gauge({
      name: `${PREFIX}job_seconds`,
      help: 'Seconds that the finished steps of the latest training took',
      labelNames: ['step'],
      registers,
      collect() {
        this.reset();
        for (const { step, seconds } of store.list().at(0)?.steps ?? []) this.set({ step }, seconds);
      },
    });
  }

  /** Gauge of the day up to which all sales are known; absent while there is none. */
  watchSales(completeUntil: () => string | null): void {
    new Gauge({
      name: `${PREFIX}complete_until_seconds`,
      help: 'Day up to which the catalog has all sales, in seconds since 1970',
      registers: [this.registry],
      collect() {
        const day = completeUntil();
        if (day === null) this.reset();
        else this.set(Date.parse(day) / 1000);
      },
    });
  }

  salesSent({
    accepted,
    repeated,
    refused,
  }: {
    accepted: number;
    repeated: number;
    refused: readonly unknown[];
  }): void {
    this.sales.inc({ result: 'accepted' }, accepted);
    this.sales.inc({ result: 'repeated' }, repeated);
    this.sales.inc({ result: 'refused' }, refused.length);
  }

  logLinesDropped(lines: number): void {
    this.droppedLines.inc(lines);
  }

  /** Gauges that are read on each scrape. */
  watch(service: ForecastService, underway: () => number): void {
    const { registry } = this;
    const gauge = (name: string, help: string, labelNames: string[], read: (gauge: Gauge) => void) => {
      const made: Gauge = new Gauge({
        name: PREFIX + name,
        help,
        labelNames,
        registers: [registry],
        collect: () => read(made),
      });
    };
    gauge('requests_underway', 'Requests not answered yet', [], (made) => made.set(underway()));
    gauge('queue_texts', 'Texts waiting for a batch', [], (made) => made.set(service.engine().queue.texts));
    gauge('queue_tokens', 'Tokens waiting for a batch', [], (made) =>
      made.set(service.engine().queue.tokens),
    );
    gauge('cache_entries', 'Embeddings kept', [], (made) => made.set(service.engine().cache.entries));
    gauge('inference_processes', 'Inference processes running', [], (made) =>
      made.set(service.engine().processes.running),
    );
    gauge(
      'engine_info',
      'Encoder and execution provider that really run',
      ['encoder', 'provider', 'precision'],
      (made) => {
        const { encoder, provider, precision } = service.engine();
        made.reset();
        made.set({ encoder: encoder.name, provider, precision }, 1);
      },
    );
    gauge('model_info', '1 for the active model, 0 for others', ['model', 'state'], (made) => {
      made.reset();
      for (const { name, state, active } of service.models())
        made.set({ model: name, state }, active ? 1 : 0);
    });
  }

  requestEnded(route: string, status: number, seconds: number): void {
    this.requests.inc({ route, status });
    this.requestDuration.observe({ route }, seconds);
  }

  tokenized(seconds: number): void {
    this.tokenization.observe(seconds);
  }

  queued(seconds: number): void {
    this.queue.observe(seconds);
  }

  encoded(seconds: number, texts: number, tokens: number, paddedTokens: number): void {
    this.inference.observe(seconds);
    this.batchTexts.observe(texts);
    this.batchTokens.observe(paddedTokens);
    this.tokens.inc(tokens);
    this.paddedTokens.inc(paddedTokens);
    this.recent.add({ texts });
  }

  predicted(seconds: number | null, rows: number): void {
    if (seconds !== null) this.head.observe(seconds);
    this.rows.inc(rows);
    this.recent.add({ forecasts: rows });
  }

  forecasted(model: string, items: readonly ItemForecast[]): void {
    for (const tell of this.onForecasted) tell(model, items);
  }

  cacheLookedUp(hits: number, misses: number): void {
    this.cacheHits.inc(hits);
    this.cacheMisses.inc(misses);
  }

  processRestarted(): void {
    this.restarts.inc();
  }

  private counter(name: string, help: string, labelNames: string[] = []): Counter {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private duration(stage: string, help: string, labelNames: string[] = []): Histogram {
    const name = `${PREFIX}${stage}_duration_seconds`;
    return new Histogram({ name, help, labelNames, buckets: DURATION_BUCKETS, registers: [this.registry] });
  }

  private histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: PREFIX + name, help, buckets, registers: [this.registry] });
  }
}
