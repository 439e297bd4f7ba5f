import { PassingMap } from '../../common/passingMap';
import type { EnginePool } from '../../engine/pool';

/** Weight of the last batch in the moving average of the time per token. */
const WEIGHT = 0.1;
/** Milliseconds per token until the first batch is done. */
const FIRST_GUESS = 0.1;
/** The next batch is sent this many milliseconds before the running one ends, so that its process does not wait. */
const LEAD_MS = 2;
/** Most tokens of a small batch, whose fixed cost would be a third or more of its run. */
export const SMALL_TOKENS = 64;

/** The waiting texts. */
export interface Waiting {
  texts: number;
  tokens: number;
  /** Since when the first text in the queue has been waiting, as of performance.now(). */
  frontSince: number;
}

/**
 * Decides when a batch goes out: shortly before a process is free, and not a small one if more texts are about to come.
 */
export class Pacing<Batch> {
  /** Expected ends of running batches, as of performance.now(). */
  private readonly ends = new PassingMap<Batch, number>();
  private perToken = FIRST_GUESS;
  private timer: NodeJS.Timeout | null = null;

  /** `patience`: milliseconds that a small batch waits for more. `look` is called when it is time to ask again. */
  constructor(
    private readonly pool: Pick<EnginePool, 'idle' | 'busy'>,
    private readonly patience: number,
    private readonly look: () => void,
  ) {}

  start(batch: Batch, tokens: number): void {
    const now = performance.now();
    const begins = this.pool.idle > 0 ? now : Math.max(now, this.inOrder()[0] ?? now);
    this.ends.set(batch, begins + tokens * this.perToken);
  }

  /** `seconds` that it took to run; null if it failed. */
  end(batch: Batch, tokens: number, seconds: number | null): void {
    this.ends.delete(batch);
    if (seconds !== null) this.perToken += WEIGHT * ((1000 * seconds) / tokens - this.perToken);
  }

  /** Processes that are idle, or will be when a batch sent now arrives. */
  freeProcesses(): number {
    clearTimeout(this.timer ?? undefined);
    const { idle, busy } = this.pool;
    const ends = this.inOrder();
    const now = performance.now();
    const following = Math.max(0, ends.length - busy);
    const ending = Math.max(0, ends.filter((end) => end - now <= LEAD_MS).length - following);
    if (idle + ending === 0 && ends.length > following) this.lookIn(ends[following] - LEAD_MS - now);
    return idle + ending;
  }

  /** Whether the waiting texts would be a small batch, are fewer than those being encoded, and have not waited long. */
  gathers({ texts, tokens, frontSince }: Waiting, underWay: number): boolean {
    if (tokens >= SMALL_TOKENS || texts >= underWay) return false;
    const left = frontSince + this.patience - performance.now();
    if (left > 0) this.lookIn(left);
    return left > 0;
  }

  private inOrder(): number[] {
    return [...this.ends.values()].sort((a, b) => a - b);
  }

  private lookIn(milliseconds: number): void {
    clearTimeout(this.timer ?? undefined);
    this.timer = setTimeout(this.look, milliseconds);
  }
}
