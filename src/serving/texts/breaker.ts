import { errorOf } from '../../common/thrown';

/** Stops calling something that failed, tries again after a while, and reports each change once. */
export class Breaker {
  private failedAt: number | null = null;

  constructor(
    private readonly retryAfterMs: number,
    private readonly onChange: (state: 'failed' | 'working', error: Error | null) => void,
  ) {}

  get open(): boolean {
    return this.failedAt !== null && performance.now() - this.failedAt < this.retryAfterMs;
  }

  /** The work's result, or undefined if it failed or was not tried. */
  attempt<T>(work: () => T): T | undefined {
    if (this.open) return undefined;
    try {
      const result = work();
      if (this.failedAt !== null) this.onChange('working', null);
      this.failedAt = null;
      return result;
    } catch (error) {
      if (this.failedAt === null) this.onChange('failed', errorOf(error));
      this.failedAt = performance.now();
      return undefined;
    }
  }
}
