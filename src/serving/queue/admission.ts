import { ShelfcastError } from '../../contract/errors';
import type { Call } from '../../contract/service';

interface Waiter {
  texts: number;
  enter(): void;
  reject(error: Error): void;
}

/** Weight of the newest observation in the moving average of the rate. */
const SMOOTHING = 0.2;
/** Milliseconds of work per observation. */
const OBSERVED_MS = 500;
const LONGEST_RETRY_SECONDS = 60;
/** Share of the permits that waiting calls may hold; the rest is left for calls that do not wait. */
const WAITERS_SHARE = 0.9;
/** Milliseconds after which background work waits for its turn like any other. */
const LONGEST_LULL_WAIT = 2000;

/**
 * Admits work by permits, one per text, so that memory and waiting stay bounded. Patient calls wait in order; others
 * are told when, at the recent rate, there will be room.
 */
export class Admission {
  private held = 0;
  private draining = false;
  private onIdle: (() => void) | null = null;
  private readonly waiters: Waiter[] = [];
  /** Background work, resumed when nothing else is running. */
  private readonly onLull = new Set<() => void>();
  /** Texts a second recently, while there was work. */
  private rate = 0;
  private releasedTexts = 0;
  private workedMs = 0;
  private workingSince = 0;

  constructor(private readonly permits: number) {}

  /** Texts admitted and not yet answered. */
  get texts(): number {
    return this.held;
  }

  /**
   * Takes a permit for each text and resolves to the function that returns them. A patient call waits for its turn; a
   * background call first waits for an idle moment, but not for long. Any other rejects with `queue_full` if its texts
   * do not fit. All reject with `draining` when the server stops, and with the signal's reason when it is aborted. A
   * call larger than all permits is admitted when nothing else is.
   */
  async enter(
    texts: number,
    { signal, patient = false, background = false }: Pick<Call, 'signal' | 'patient' | 'background'>,
  ): Promise<() => void> {
    if (background) await this.lull(signal);
    if (this.draining) throw stopping();
    if (patient || background) await this.turn(texts, signal);
    else if (!this.fits(texts, this.permits)) throw this.full(texts);
    else this.take(texts);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.release(texts);
    };
  }

  /** Accepts no new work; resolves when all admitted work is answered. */
  async drain(): Promise<void> {
    this.draining = true;
    for (const { reject } of this.waiters.splice(0)) reject(stopping());
    if (this.held > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
  }

  private async turn(texts: number, signal: AbortSignal): Promise<void> {
    if (this.waiters.length === 0 && this.fits(texts, WAITERS_SHARE * this.permits)) return this.take(texts);
    return new Promise<void>((resolve, reject) => {
      const leave = () => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(signal.reason);
        this.wake();
      };
      const waiter: Waiter = {
        texts,
        enter: () => {
          signal.removeEventListener('abort', leave);
          this.take(texts);
          resolve();
        },
        reject,
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      this.waiters.push(waiter);
    });
  }

  /** Resolves when nothing is running, or when that has taken too long. */
  private async lull(signal: AbortSignal): Promise<void> {
    if (this.held === 0) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.onLull.delete(go);
        signal.removeEventListener('abort', go);
        resolve();
      };
      const timer = setTimeout(go, LONGEST_LULL_WAIT);
      signal.addEventListener('abort', go, { once: true });
      this.onLull.add(go);
    });
    signal.throwIfAborted();
  }

  private fits(texts: number, permits: number): boolean {
    return this.held === 0 || this.held + texts <= permits;
  }

  private take(texts: number): void {
    if (this.held === 0) this.workingSince = performance.now();
    this.held += texts;
  }

  private release(texts: number): void {
    this.held -= texts;
    this.observe(texts);
    this.wake();
    if (this.held > 0) return;
    this.onIdle?.();
    for (const go of this.onLull) go();
  }

  private wake(): void {
    while (this.waiters.length > 0 && this.fits(this.waiters[0].texts, WAITERS_SHARE * this.permits)) {
      this.waiters.shift()!.enter();
    }
  }

  private full(texts: number): ShelfcastError {
    const missing = Math.min(texts, this.held + texts - this.permits);
    const seconds = this.rate > 0 ? Math.ceil(missing / this.rate) : 1;
    const retryAfterSeconds = Math.min(LONGEST_RETRY_SECONDS, Math.max(1, seconds));
    return new ShelfcastError(
      'queue_full',
      `${this.held} of ${this.permits} texts are being worked on; send these ${texts} again in ${retryAfterSeconds} s`,
      { retryAfterSeconds },
    );
  }

  /** Only time with work counts: an idle hour says nothing about the speed. */
  private observe(texts: number): void {
    const now = performance.now();
    this.releasedTexts += texts;
    this.workedMs += now - this.workingSince;
    this.workingSince = now;
    if (this.workedMs < OBSERVED_MS) return;
    const rate = (1000 * this.releasedTexts) / this.workedMs;
    this.rate = this.rate === 0 ? rate : this.rate + SMOOTHING * (rate - this.rate);
    this.releasedTexts = 0;
    this.workedMs = 0;
  }
}

function stopping(): ShelfcastError {
  return new ShelfcastError('draining', 'The server is stopping and takes no new requests');
}
