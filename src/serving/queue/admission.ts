import { ShelfcastError } from '../../contract/errors';

/** Weight of the newest observation in the moving rate. */
const SMOOTHING = 0.2;
const LONGEST_RETRY_SECONDS = 60;

/**
 * Lets work in by permits, one a text, so that memory and waiting stay bounded: what does not fit is told to come again
 * when, at the rate of late, there will be room.
 */
export class Admission {
  private held = 0;
  private draining = false;
  private onIdle: (() => void) | null = null;
  /** Texts a second, as they were released of late. */
  private rate = 0;
  private releasedTexts = 0;
  private releasedSince = performance.now();

  constructor(private readonly permits: number) {}

  /** Texts let in and not yet answered. */
  get texts(): number {
    return this.held;
  }

  /**
   * Takes a permit for each text and gives the function that returns them. Throws `queue_full` when they do not fit;
   * a request larger than all permits is let in when nothing else is.
   */
  admit(texts: number): () => void {
    if (this.draining)
      throw new ShelfcastError('draining', 'The server is stopping and takes no new requests');
    if (this.held > 0 && this.held + texts > this.permits) throw this.full(texts);
    this.held += texts;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.held -= texts;
      this.observe(texts);
      if (this.held === 0) this.onIdle?.();
    };
  }

  /** Takes no new work; resolves when all that was let in is answered. */
  async drain(): Promise<void> {
    this.draining = true;
    if (this.held > 0) await new Promise<void>((resolve) => (this.onIdle = resolve));
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

  private observe(texts: number): void {
    this.releasedTexts += texts;
    const seconds = (performance.now() - this.releasedSince) / 1000;
    if (seconds < 0.5) return;
    const rate = this.releasedTexts / seconds;
    this.rate = this.rate === 0 ? rate : this.rate + SMOOTHING * (rate - this.rate);
    this.releasedTexts = 0;
    this.releasedSince = performance.now();
  }
}
