import { ShelfcastError } from '../../contract/errors';
import type { ForecastService } from '../../contract/service';

/**
 * Whether the server can answer: models are loaded, it is not stopping and does not lag, and after a failed inference a
 * new one succeeded.
 */
export class Readiness {
  private lastFailed = false;
  private probing: Promise<boolean> | null = null;

  constructor(
    private readonly service: ForecastService,
    private readonly lifecycle: { readonly stopping: boolean },
    /** Why its catalog is too old; null if it is not. */
    private readonly lagReason: () => string | null = () => null,
  ) {}

  inferenceFailed(): void {
    this.lastFailed = true;
  }

  /** Throws ShelfcastError `draining` or `not_ready` that says why. */
  async check(): Promise<void> {
    if (this.lifecycle.stopping) throw new ShelfcastError('draining', 'The server is stopping.');
    const { ready, reason } = this.service.engine();
    if (!ready)
      throw new ShelfcastError('not_ready', reason ?? 'The server is starting.', { retryAfterSeconds: 1 });
    const lag = this.lagReason();
    if (lag !== null) throw new ShelfcastError('not_ready', lag, { retryAfterSeconds: 1 });
    if (!this.lastFailed) return;
    this.probing ??= this.service
      .probe()
      .catch(() => false)
      .finally(() => (this.probing = null));
    if (!(await this.probing)) {
      throw new ShelfcastError('not_ready', 'The last inference failed, and so does a fresh one.', {
        retryAfterSeconds: 1,
      });
    }
    this.lastFailed = false;
  }
}
