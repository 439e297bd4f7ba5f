import { certain } from '../../common/certain';
import type { Database } from '../database/database';
import { copyApart } from './copyApart';
import { withCopy } from './joinCatalog';
import type { SharedCatalog } from './sharedCatalog';
import type { LogState } from './logState';
import type { SharedLog } from './sharedLog';
import { viewPlace } from './viewPlace';

const LOOK_MS = 2000;
/** A server silent for this long starts over from the snapshot when it returns, if need be. */
const FORGET_SECONDS = 600;
/** Entries, and their characters, after which a new snapshot is taken. */
const [MOST_ENTRIES, MOST_CHARACTERS] = [10_000, 64_000_000];

/**
 * Keeps the log short: takes a snapshot from time to time, and removes the entries that it and all servers have. After
 * a deletion it does so at once, since earlier entries contain the deleted data.
 */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<unknown> | null = null;
  private failing = false;

  constructor(
    private readonly database: Database,
    private readonly log: SharedLog,
    private readonly shared: SharedCatalog,
    private readonly warn: (reason: string) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  look(): Promise<unknown> {
    this.looking ??= this.lookNow()
      .then(() => (this.failing = false))
      .catch((error: Error) => {
        if (!this.failing) this.warn(error.message);
        this.failing = true;
      })
      .finally(() => (this.looking = null));
    return this.looking;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async lookNow(): Promise<void> {
    const { applied, reached } = this.shared.progress;
    const place = certain(viewPlace(this.database), 'place in the log');
    if (!reached) return;
    await this.log.report(place.server, applied, FORGET_SECONDS);
    const state = await this.log.state();
    if (state?.id !== place.log) return;
    if (isDue(state) && applied >= state.erase && applied > state.snapshotSequence) await this.snapshot();
    if (state.cut < state.snapshotSequence) await this.log.cutOff();
    if (state.erased < state.erase && state.cut >= state.erase) await this.log.erase(state);
  }

  private async snapshot(): Promise<void> {
    await withCopy(this.database.name, copyApart, (path, { sequence }) =>
      this.log.replaceSnapshot(path, sequence),
    );
  }
}

function isDue({ head, erase, snapshotSequence, toldSince }: LogState): boolean {
  return head - snapshotSequence >= MOST_ENTRIES || toldSince >= MOST_CHARACTERS || erase > snapshotSequence;
}
