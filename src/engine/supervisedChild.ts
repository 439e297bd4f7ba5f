import { messageOf } from '../common/thrown';
import type { EncoderFiles, EncoderLoaded, HeadFiles, SessionSettings } from '../contract/messages';
import { InferenceChild, InferenceFailed, InferenceProcessDied } from './inferenceChild';
import type { Patience } from './patience';

/** `resting`: there is no process because there is no work for it. */
export type ChildState = 'starting' | 'ready' | 'waiting' | 'resting' | 'closed';

/** An encoder with the heads of the models that were trained with it, by their keys. */
export interface LoadedEncoder {
  number: number;
  files: EncoderFiles;
  models: Map<string, HeadFiles>;
}

/** What every process of the pool loads when it starts. */
export interface Loadout {
  /** By their numbers. */
  encoders: Map<number, LoadedEncoder>;
  /** How long an answer may take; after that the process is ended and its work done elsewhere. */
  patience: Patience;
  /**
   * Milliseconds without work after which a process that may rest ends, and for which one that does not start is left
   * alone; also the longest pause before a process starts again.
   */
  restMs: number;
}

export interface SupervisionEvents {
  /** The state changed. */
  changed(): void;
  /** A batch takes so long that others wait for the process, or the process hangs. */
  slow(): void;
  /** A step of the start takes so long that the process may hang. */
  startsSlowly(): void;
  /** A process that had been ready ended. */
  died(reason: string): void;
  /** Several starts in a row failed; it is tried again. */
  failing(reason: string): void;
  /** A process serves without an encoder or a model's heads, whose files it could not load; it is tried again. */
  lacking(reason: string): void;
}

/** Something to be loaded: an encoder by its number, or a model's heads by their key. */
interface Loading {
  what: number | string;
  /** Keys of the models that need it. */
  over: Iterable<string>;
  load(child: InferenceChild): Promise<unknown>;
}

/** Failed starts in a row before the process counts as failing. */
const MOST_FAILED_STARTS = 3;
const FIRST_DELAY_MS = 50;
/** The longest pause before a process that started and soon died starts again: what it died of may be a client's text. */
const LONGEST_AFTER_DEATH_MS = 5000;
const WATCH_MS = 500;
/** A process that lived this long restarts without delay. */
const STEADY_MS = 2000;
/** Between attempts to load what the process lacks. */
const RETRY_MS = 5000;

/**
 * Keeps one inference process alive: loads it, and restarts it, with growing pauses, whenever it ends or does not
 * start.
 */
export class SupervisedChild {
  state: ChildState = 'resting';
  child: InferenceChild | null = null;
  /** Why the last process ended or did not start. */
  reason: string | null = null;
  restarts = 0;
  /** True from the third failed start in a row until one succeeds. */
  failing = false;
  /** What the last process that loaded an encoder reported about it, by its number. */
  readonly loaded = new Map<number, EncoderLoaded>();
  /** What the process could not load: encoders by their numbers, models by their keys. */
  private readonly lacking = new Set<number | string>();
  private retryAt = Infinity;
  private failedStarts = 0;
  private restsUntil = 0;
  private quickDeaths = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly watch: NodeJS.Timeout;

  constructor(
    private readonly loadout: Loadout,
    private readonly settings: SessionSettings,
    private readonly events: SupervisionEvents,
    /** Whether the process starts on first use and ends when it is no longer needed. */
    private readonly mayRest: boolean,
  ) {
    this.watch = setInterval(() => this.look(), WATCH_MS);
    this.watch.unref();
    if (!mayRest) void this.start();
  }

  /** Whether the process rests and may be started. */
  get wakeable(): boolean {
    return this.state === 'resting' && performance.now() >= this.restsUntil;
  }

  wake(): void {
    if (this.wakeable) void this.start();
  }

  /** Whether a step of the start has taken longer than an idle process may be silent. */
  get startsSlowly(): boolean {
    const silence = this.state === 'starting' ? this.child?.silence() : null;
    return silence ? silence.milliseconds > this.loadout.patience.limit('ping', 0) : false;
  }

  /** Whether the process has an encoder, and a model's heads if one is named. */
  serves(encoder: number, model?: string): boolean {
    return !this.lacking.has(encoder) && (model === undefined || !this.lacking.has(model));
  }

  async close(): Promise<void> {
    clearInterval(this.watch);
    if (this.timer) clearTimeout(this.timer);
    this.enter('closed');
    await this.child?.close();
  }

  /** Ends a process that has been silent for too long, and pings an idle one. */
  private look(): void {
    const { child } = this;
    if (!child?.alive) return;
    if (this.state === 'ready' && performance.now() >= this.retryAt) void this.loadLacking(child);
    if (child.load === 0 && this.state === 'ready') {
      if (this.mayRest && performance.now() - child.usedAt > this.loadout.restMs) return this.rest(child);
      child.request<'ping'>({ type: 'ping' }).catch(() => {});
      return;
    }
    const silence = child.silence();
    if (silence?.type === 'encode' && silence.milliseconds > WATCH_MS) this.events.slow();
    if (this.startsSlowly) this.events.startsSlowly();
    if (!this.overdue(child)) return;
    // Read the answers that came while this process was busy itself, then judge.
    setImmediate(() => {
      const late = this.overdue(child);
      if (late) child.kill(late);
    });
  }

  private rest(child: InferenceChild): void {
    this.child = null;
    this.enter('resting');
    void child.close();
  }

  private overdue(child: InferenceChild): string | null {
    const silence = child.silence();
    if (!silence || silence.milliseconds <= this.loadout.patience.limit(silence.type, silence.tokens))
      return null;
    return `it gave no answer for ${(silence.milliseconds / 1000).toFixed(1)} s and was ended`;
  }

  private async start(): Promise<void> {
    this.enter('starting');
    let child: InferenceChild;
    try {
      child = new InferenceChild();
    } catch (error) {
      // There is no memory for another one.
      return this.ended(messageOf(error), null);
    }
    this.child = child;
    let startedAt: number | null = null;
    let refusal: string | null = null;
    void child.ended.then((reason) => {
      if (this.child === child) this.ended(refusal ?? reason, startedAt);
    });
    try {
      this.lacking.clear();
      const reasons = await this.load(child, new Set());
      const { encoders } = this.loadout;
      if ([...encoders.keys()].every((number) => this.lacking.has(number))) throw new Error(reasons[0]);
      startedAt = performance.now();
      this.retryAt = reasons.length > 0 ? startedAt + RETRY_MS : Infinity;
      if (reasons.length > 0) this.events.lacking(reasons.join('; '));
      this.failedStarts = 0;
      this.failing = false;
      if (this.state === 'starting') this.enter('ready');
    } catch (error) {
      refusal = messageOf(error);
      child.kill();
    }
  }

  /** Loads a further encoder. */
  async loadEncoder(encoder: number, files: EncoderFiles, child = this.child): Promise<void> {
    if (!child) throw new InferenceProcessDied('it has ended', false);
    const { settings } = this;
    const request = { type: 'load_encoder', encoder, files, settings } as const;
    this.loaded.set(encoder, await child.request<'load_encoder'>(request));
  }

  /**
   * Loads every encoder and model that was not tried yet, including those added meanwhile. Resolves to why some do not
   * load: the process serves without these.
   */
  private async load(child: InferenceChild, tried: Set<number | string>): Promise<string[]> {
    const reasons: string[] = [];
    for (let next = this.untried(tried); next; next = this.untried(tried)) {
      tried.add(next.what);
      try {
        await next.load(child);
        this.lacking.delete(next.what);
      } catch (error) {
        if (!(error instanceof InferenceFailed)) throw error;
        for (const what of [next.what, ...next.over]) this.lacking.add(what);
        reasons.push(error.message);
      }
    }
    return reasons;
  }

  /** Tries again to load what the process lacks. */
  private async loadLacking(child: InferenceChild): Promise<void> {
    this.retryAt = Infinity;
    const tried = new Set<number | string>();
    for (const { number, models } of this.loadout.encoders.values()) {
      if (this.lacking.has(number)) continue;
      for (const what of [number, ...models.keys()]) if (!this.lacking.has(what)) tried.add(what);
    }
    try {
      const reasons = await this.load(child, tried);
      if (reasons.length > 0) this.retryAt = performance.now() + RETRY_MS;
    } catch {
      // The process has ended; the next one tries all.
    }
  }

  /** An encoder that was not tried, or a model of a loaded one. */
  private untried(tried: ReadonlySet<number | string>): Loading | undefined {
    for (const { number, files, models } of this.loadout.encoders.values()) {
      if (!tried.has(number))
        return { what: number, over: models.keys(), load: (child) => this.loadEncoder(number, files, child) };
      if (this.lacking.has(number)) continue;
      for (const model of models.values()) {
        const load = (child: InferenceChild) =>
          child.request<'load_heads'>({ type: 'load_heads', encoder: number, model, tried: true });
        if (!tried.has(model.key)) return { what: model.key, over: [], load };
      }
    }
    return undefined;
  }

  private ended(reason: string, startedAt: number | null): void {
    this.child = null;
    if (this.state === 'closed') return;
    this.reason = reason;
    if (startedAt === null) {
      this.failedStarts++;
      if (this.failedStarts === MOST_FAILED_STARTS) {
        this.failing = true;
        this.events.failing(reason);
      }
      if (!this.failing || !this.mayRest)
        return this.startAfter(delayOf(this.failedStarts, this.loadout.restMs));
      this.restsUntil = performance.now() + this.loadout.restMs;
      return this.enter('resting');
    }
    this.events.died(reason);
    this.quickDeaths = performance.now() - startedAt < STEADY_MS ? this.quickDeaths + 1 : 0;
    return this.startAfter(delayOf(this.quickDeaths, LONGEST_AFTER_DEATH_MS));
  }

  private startAfter(delay: number): void {
    this.restarts++;
    this.enter('waiting');
    this.timer = setTimeout(() => void this.start(), delay);
  }

  private enter(state: ChildState): void {
    this.state = state;
    this.events.changed();
  }
}

function delayOf(failures: number, longest: number): number {
  return failures === 0 ? 0 : Math.min(longest, FIRST_DELAY_MS * 2 ** (failures - 1));
}
