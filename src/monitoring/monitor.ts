import { skuKey } from '../common/sku';
import { weekOf, type Week } from '../common/week';
import type { ItemForecast } from '../contract/forecastAnswers';
import type { Manifest } from '../contract/manifest';
import type {
  AccuracyAnswer,
  DriftAnswer,
  Launch,
  MonitoringState,
  ProductAccuracy,
} from '../contract/monitoring';
import { type AccuracyParts, readAccuracy, readDrift, readProductAccuracy } from './accuracy';
import { ServedDrift } from './servedDrift';
import { UNKNOWN } from './states';
import { type Ignored, whyIgnored } from './whyIgnored';
import { hashOf, Recorder, type RecorderParts } from './recorder';
import { WINDOW_WEEKS } from './tally';

/** This many closings that were not recorded are caught up. */
const LATEST_CLOSINGS = 13;
const LOOK_MS = 1000;
const RETRY_MS = 30_000;
const FLUSH_MS = 10_000;

export interface MonitorParts extends AccuracyParts, RecorderParts {
  /** Changes with every write to the catalog. */
  version(): string;
  /** Manifest of the active model; null while none serves. */
  active(): Manifest | null;
  /**
   * Takes the right to record, and returns a function that releases it; null if another server on the database has it.
   */
  hold(): (() => void) | null;
  /** Number of closings whose forecasts are kept. */
  keptWeeks: number;
  /** The current week. */
  today(): Week;
  log: {
    info(details: object, message: string): void;
    warn(details: object, message: string): void;
  };
}

/** Follows the catalog: records forecasts when weeks close, and caches the accuracy of earlier ones. */
export class Monitor {
  private readonly recorder: Recorder;
  private readonly stop = new AbortController();
  /** Cached until the next closing, by number of weeks: each is computed once, one after the other. */
  private readonly answers = new Map<number, Promise<AccuracyAnswer>>();
  private turn: Promise<unknown> = Promise.resolve();
  private latest: AccuracyAnswer | null = null;
  private version = '';
  private looking: Promise<void> | null = null;
  private retryAt = 0;
  private timers: NodeJS.Timeout[] = [];
  private readonly served: ServedDrift;

  constructor(private readonly parts: MonitorParts) {
    this.recorder = new Recorder(parts);
    this.served = new ServedDrift(parts);
  }

  /** From now on closings are noticed within about a second. */
  start(): void {
    const every = (milliseconds: number, work: () => void) => {
      const timer = setInterval(work, milliseconds);
      timer.unref();
      this.timers.push(timer);
    };
    every(LOOK_MS, () => performance.now() >= this.retryAt && void this.look());
    every(FLUSH_MS, () => this.served.flush());
    void this.look();
  }

  /**
   * Records closings that are not recorded yet. Resolves when that is done, has failed, or another server is doing it;
   * then it is tried again later.
   */
  look(): Promise<void> {
    this.looking ??= this.lookNow()
      .catch((error: Error) => {
        if (this.stop.signal.aborted) return;
        this.version = '';
        this.retryAt = performance.now() + RETRY_MS;
        this.parts.log.warn({ reason: error.message }, 'forecasts could not be recorded; it is tried again');
      })
      .finally(() => (this.looking = null));
    return this.looking;
  }

  /** As of the last check; null before the first. */
  get current(): AccuracyAnswer | null {
    return this.latest;
  }

  /** A summary for the active model; forecasts of another say nothing about it. */
  get state(): Pick<MonitoringState, 'state' | 'sentence'> {
    const active = this.parts.active();
    const judged = this.latest?.model;
    const isOther = active !== null && (judged?.name !== active.name || judged.hash !== hashOf(active));
    const { state, sentence } = (isOther ? null : this.latest?.monitoring) ?? UNKNOWN;
    return { state, sentence };
  }

  /** The accuracy of the forecasts of the last weeks; computed once a closing. */
  accuracy(weeks: number): Promise<AccuracyAnswer> {
    let answer = this.answers.get(weeks);
    if (!answer) {
      answer = this.turn.then(() => readAccuracy(this.parts, weeks));
      this.answers.set(weeks, answer);
      this.turn = answer.catch(() => this.answers.delete(weeks));
    }
    return answer;
  }

  /** Null for an unknown product. */
  productAccuracy(sku: string): ProductAccuracy | null {
    return readProductAccuracy(this.parts, sku);
  }

  /** Why a launch will never be forecast; null if it may be, and while no week has closed. */
  whyIgnored(launch: Launch): Ignored | null {
    const last = this.parts.lastWeek();
    if (last === null) return null;
    const product = this.parts.forecasts.product(skuKey(launch.sku), Infinity);
    return whyIgnored(launch, product?.sold, last + 1);
  }

  /** How items of the last weeks compare with training, in requests and at closings. */
  drift(weeks: number): Promise<DriftAnswer> {
    this.served.flush();
    const last = this.parts.lastWeek() ?? this.parts.today();
    return readDrift(this.parts, { since: Math.min(last + 1, this.parts.today()) - weeks + 1 });
  }

  /** Counts how the items of a request compare with training. */
  forecasted(model: string, items: readonly ItemForecast[]): void {
    this.served.add(model, items);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.stop.abort();
    await this.looking;
    this.served.flush();
  }

  private async lookNow(): Promise<void> {
    if (this.parts.version() === this.version) return;
    const active = this.parts.active();
    if (active && this.pending(active).length > 0) {
      const release = this.parts.hold();
      if (!release) return;
      try {
        await this.recordAll(active);
      } finally {
        release();
      }
    }
    if (this.latest === null || this.hasClosed() || (await this.namesDeleted())) await this.renew();
    this.version = this.parts.version();
  }

  private async recordAll(active: Manifest): Promise<void> {
    const origins = this.pending(active);
    for (const origin of origins) {
      const since = performance.now();
      const options = {
        keepFrom: origin - this.parts.keptWeeks + 1,
        withLaunches: origin === origins[origins.length - 1],
      };
      await this.recorder.record(origin, active, options, this.stop.signal);
      this.forget(options.keepFrom);
      const milliseconds = Math.round(performance.now() - since);
      const products = this.parts.forecasts.recording(origin)?.products;
      this.parts.log.info({ origin, products, milliseconds }, 'a week closed: forecasts are recorded');
    }
  }

  /** Origins to record, the latest last. Earlier ones are caught up only if the model has not seen their weeks. */
  private pending(active: Manifest): Week[] {
    const last = this.parts.lastWeek();
    if (last === null || active.schema.mode !== 'demand') return [];
    const end = last + 1;
    this.parts.forecasts.forgetIfEmpty();
    const recorded = this.parts.forecasts.recordings().filter(({ origin }) => origin <= end);
    const done = recorded.filter(({ finished }) => finished).at(-1)?.origin ?? -Infinity;
    const trained = active.data.last_week === null ? Infinity : weekOf(active.data.last_week);
    const first = Math.min(end, Math.max(done + 1, trained + 1, end - LATEST_CLOSINGS + 1));
    const origins = Array.from({ length: end - first + 1 }, (_, at) => first + at);
    return done >= end ? [] : origins;
  }

  private hasClosed(): boolean {
    const last = this.parts.lastWeek();
    const known = this.latest?.last_week ?? null;
    const model = this.parts.forecasts.recordings().at(-1);
    return (
      last !== (known === null ? null : weekOf(known)) ||
      model?.model !== this.latest?.model?.name ||
      model?.hash !== this.latest?.model?.hash
    );
  }

  /** Whether a cached answer contains a product whose forecasts were deleted. */
  private async namesDeleted(): Promise<boolean> {
    const answers = await Promise.all(this.answers.values());
    return answers.some(({ most_wrong }) => most_wrong.some(({ sku }) => !this.parts.forecasts.has(sku)));
  }

  private async renew(): Promise<void> {
    this.answers.clear();
    const answer = await this.accuracy(WINDOW_WEEKS);
    const before = this.latest?.monitoring.state;
    this.latest = answer;
    const { state, sentence } = answer.monitoring;
    if (state !== before) this.parts.log.info({ state, sentence }, 'how good the forecasts are');
  }

  private forget(before: Week): void {
    this.parts.forecasts.forgetRecordings(before);
    this.parts.drift.forgetBefore(before);
  }
}
