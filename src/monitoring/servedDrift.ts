import { messageOf } from '../common/thrown';
import type { Week } from '../common/week';
import type { ItemForecast } from '../contract/forecastAnswers';
import { isLocked } from '../registry/database/database';
import { addCounts, type DriftCounts, type DriftStore, NO_DRIFT } from '../registry/forecasts/driftStore';
import { countDrift } from './drift';

export interface ServedDriftParts {
  drift: DriftStore;
  /** The current week. */
  today(): Week;
  log: { warn(details: object, message: string): void };
}

/**
 * Counts how the items of requests compare with training, by model, and stores the counts of a week from time to time.
 */
export class ServedDrift {
  private readonly counted = new Map<string, { week: Week; model: string; counts: DriftCounts }>();
  /** Whether counts could not be stored for another reason than a lock, which was logged. */
  private unwritable = false;

  constructor(private readonly parts: ServedDriftParts) {}

  add(model: string, items: readonly ItemForecast[]): void {
    const week = this.parts.today();
    const known = this.counted.get(model);
    if (known && known.week !== week) this.flush();
    const before = this.counted.get(model)?.counts ?? NO_DRIFT;
    this.counted.set(model, { week, model, counts: addCounts(before, countDrift(items)) });
  }

  /** Stores the counts; if the store cannot be written now, they are kept for the next time. */
  flush(): void {
    try {
      for (const [key, { week, model, counts }] of this.counted) {
        this.parts.drift.add({ week, source: 'requests', model, counts });
        this.counted.delete(key);
      }
      this.unwritable = false;
    } catch (error) {
      if (!isLocked(error) && !this.unwritable) {
        this.unwritable = true;
        const reason = messageOf(error);
        this.parts.log.warn({ reason }, 'what items are like could not be written down; it is tried again');
      }
    }
  }
}
