import type { InferenceRequest } from '../contract/messages';

export interface PatienceOptions {
  /** Milliseconds of silence allowed for every request. */
  hangMs: number;
  /** Milliseconds that loading an encoder or heads may take. */
  loadMs: number;
}

/** A batch may take this many times as long as recent batches of its size: other work may occupy the cores. */
const TIMES_EXPECTED = 20;
/** The same in multiples of `hangMs`, until the first batch has shown how fast this machine is. */
const FIRST_BATCH = 12;
const WEIGHT = 0.2;

/** How long the pool waits for an answer from an inference process before it counts as hung. */
export class Patience {
  /** Milliseconds per token; null before the first batch. */
  private perToken: number | null = null;

  constructor(private readonly options: PatienceOptions) {}

  /** Records how many milliseconds a batch of so many tokens took. */
  observe(tokens: number, milliseconds: number): void {
    if (tokens === 0) return;
    const pace = milliseconds / tokens;
    this.perToken = this.perToken === null ? pace : this.perToken + WEIGHT * (pace - this.perToken);
  }

  /** Milliseconds allowed for a request; a batch has `tokens`. */
  limit(type: InferenceRequest['type'], tokens: number): number {
    const { hangMs, loadMs } = this.options;
    switch (type) {
      case 'load_encoder':
      case 'load_heads':
        return Math.max(hangMs, loadMs);
      case 'encode':
        if (this.perToken === null) return FIRST_BATCH * hangMs;
        return Math.max(hangMs, TIMES_EXPECTED * this.perToken * tokens);
      default:
        return hangMs;
    }
  }
}
