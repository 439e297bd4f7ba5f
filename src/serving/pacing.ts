import type { EnginePool } from '../engine/pool';

/** Weight of the last batch in the mean of what a token takes. */
const WEIGHT = 0.1;
/** Milliseconds a token until the first batch is done. */
const FIRST_GUESS = 0.1;
/** Milliseconds before the end of a batch at which the next one is sent, so that its process does not wait for it. */
const LEAD_MS = 2;
/** Texts that wait are few when those under way are more than this many times as many. */
const FEW = 2;

/** Tells when a batch goes out: shortly before a process is free, and not with few texts when more are about to come. */
export class Pacing<Batch> {
  /** When batches under way are expected to end, as of performance.now(). */
  private readonly ends = new Map<Batch, number>();
  private perToken = FIRST_GUESS;
  private timer: NodeJS.Timeout | null = null;

  /** `patience`: milliseconds for which few texts wait for more. `look` is called when it is time to ask again. */
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

  /** Whether texts that wait are few beside those under way, and have not waited for long. */
  gathers(waiting: number, since: number, underWay: number): boolean {
    if (underWay <= FEW * waiting) return false;
    const left = since + this.patience - performance.now();
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
