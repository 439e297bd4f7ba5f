import { PassingMap } from '../../common/passingMap';
import type { EnginePool } from '../../engine/pool';

/** Weight of the last batch in the mean of what a token takes. */
const WEIGHT = 0.1;
/** Milliseconds a token until the first batch is done. */
const FIRST_GUESS = 0.1;
/** Milliseconds before the end of a batch at which the next one is sent, so that its process does not wait for it. */
const LEAD_MS = 2;
/** Tokens of a small batch at most: what each run costs, whatever it holds, would be a third of it and more. */
export const SMALL_TOKENS = 64;

/** What is queued. */
export interface Waiting {
  texts: number;
  tokens: number;
  /** Since when the text at the front waits, as of performance.now(). */
  frontSince: number;
}

/** Tells when a batch goes out: shortly before a process is free, and not a small one when more is about to come. */
export class Pacing<Batch> {
  /** When batches under way are expected to end, as of performance.now(). */
  private readonly ends = new PassingMap<Batch, number>();
  private perToken = FIRST_GUESS;
  private timer: NodeJS.Timeout | null = null;

  /** `patience`: milliseconds for which a small batch waits for more. `look` is called when it is time to ask again. */
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

  /** `seconds` that it took to run; null where it failed. */
  end(batch: Batch, tokens: number, seconds: number | null): void {
    this.ends.delete(batch);
    if (seconds !== null) this.perToken += WEIGHT * ((1000 * seconds) / tokens - this.perToken);
  }

  /** Processes that have nothing to do, or will have nothing when a batch that is sent now gets there. */
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

  /** Whether what waits is a small batch, of fewer texts than are under way, and has not waited for long. */
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
