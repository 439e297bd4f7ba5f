import type { EncoderFiles, EncoderLoaded, HeadFiles, SessionSettings } from '../contract/messages';
import { InferenceChild } from './inferenceChild';

export type ChildState = 'starting' | 'ready' | 'waiting' | 'given_up' | 'closed';

/** What every process of the pool loads when it starts. */
export interface Loadout {
  encoder: EncoderFiles;
  models: Map<string, HeadFiles>;
  /** Milliseconds after which a request counts as hung: the process is ended and its work done elsewhere. */
  hangMs: number;
}

export interface SupervisionEvents {
  /** The state changed. */
  changed(): void;
  /** A process that had been ready ended. */
  died(reason: string): void;
}

/** Starts in a row that may fail before the process is given up. */
const MOST_FAILED_STARTS = 3;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5000;
/** A process that lived this long starts again without delay. */
const STEADY_MS = 2000;

/** Keeps one inference process alive: loads it, starts it again when it ends, gives up when it cannot start. */
export class SupervisedChild {
  state: ChildState = 'starting';
  child: InferenceChild | null = null;
  /** Why the last process ended or did not start. */
  reason: string | null = null;
  restarts = 0;
  /** What the last process that loaded the encoder said of it. */
  loaded: EncoderLoaded | null = null;
  private failedStarts = 0;
  private quickDeaths = 0;
  private timer: NodeJS.Timeout | null = null;
  private readonly watch: NodeJS.Timeout;

  constructor(
    private readonly loadout: Loadout,
    private readonly settings: SessionSettings,
    private readonly events: SupervisionEvents,
  ) {
    const { hangMs } = loadout;
    this.watch = setInterval(() => {
      if (this.state === 'ready' && this.child && this.child.oldestAge() > hangMs) this.child.kill();
    }, hangMs / 4);
    this.watch.unref();
    void this.start();
  }

  async close(): Promise<void> {
    clearInterval(this.watch);
    if (this.timer) clearTimeout(this.timer);
    this.enter('closed');
    await this.child?.close();
  }

  private async start(): Promise<void> {
    this.enter('starting');
    const child = new InferenceChild();
    this.child = child;
    let startedAt: number | null = null;
    void child.ended.then((reason) => this.ended(reason, startedAt));
    try {
      const { encoder, models } = this.loadout;
      const { settings } = this;
      this.loaded = await child.request<'load_encoder'>({ type: 'load_encoder', encoder, settings });
      // A model taken up meanwhile is in the map as well.
      const loaded = new Set<string>();
      for (let model = missing(models, loaded); model; model = missing(models, loaded)) {
        await child.request<'load_heads'>({ type: 'load_heads', model });
        loaded.add(model.key);
      }
      startedAt = Date.now();
      this.failedStarts = 0;
      if (this.state === 'starting') this.enter('ready');
    } catch (error) {
      this.reason = (error as Error).message;
      child.kill();
    }
  }

  private ended(reason: string, startedAt: number | null): void {
    this.child = null;
    if (this.state === 'closed') return;
    if (startedAt === null) {
      this.reason ??= reason;
      this.failedStarts++;
      if (this.failedStarts >= MOST_FAILED_STARTS) return this.enter('given_up');
      return this.startAfter(delayOf(this.failedStarts));
    }
    this.reason = reason;
    this.events.died(reason);
    this.quickDeaths = Date.now() - startedAt < STEADY_MS ? this.quickDeaths + 1 : 0;
    return this.startAfter(delayOf(this.quickDeaths));
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

function missing(models: Map<string, HeadFiles>, loaded: Set<string>): HeadFiles | undefined {
  return [...models.values()].find(({ key }) => !loaded.has(key));
}

function delayOf(failures: number): number {
  return failures === 0 ? 0 : Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
}
