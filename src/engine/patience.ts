import type { InferenceRequest } from '../contract/messages';

export interface PatienceOptions {
  /** Milliseconds without a sign that every request may take. */
  hangMs: number;
  /** Milliseconds that loading an encoder or heads may take. */
  loadMs: number;
}

/** A batch may take this many times what batches of its size took of late: other work may hold the cores. */
const TIMES_EXPECTED = 20;
/** The same in multiples of `hangMs`, until a first batch has told how fast this machine is. */
const FIRST_BATCH = 12;
const WEIGHT = 0.2;

/** How long the pool waits for an answer of an inference process before it takes the process for stopped. */
export class Patience {
  /** Milliseconds a token; null before the first batch. */
  private perToken: number | null = null;

  constructor(private readonly options: PatienceOptions) {}

  /** A batch of so many tokens took so many milliseconds. */
  observe(tokens: number, milliseconds: number): void {
    if (tokens === 0) return;
    const pace = milliseconds / tokens;
    this.perToken = this.perToken === null ? pace : this.perToken + WEIGHT * (pace - this.perToken);
  }

  /** Milliseconds for a request, which for a batch has so many tokens. */
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
