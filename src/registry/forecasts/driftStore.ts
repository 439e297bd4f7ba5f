import { keysOf } from '../../common/keysOf';
import type { Week } from '../../common/week';
import type { Database } from '../database/database';

/** Items of a week, and how many of them were unlike the training data. */
export interface DriftCounts {
  items: number;
  unfamiliar_text: number;
  price_out_of_range: number;
  history_out_of_range: number;
  cold_start: number;
  /** Units sold in the week before, and those of products that training did not know; 0 for requests. */
  units: number;
  new_units: number;
}

export type DriftSource = 'requests' | 'catalog';

export interface DriftWeek {
  week: Week;
  source: DriftSource;
  model: string;
  counts: DriftCounts;
}

export const NO_DRIFT: DriftCounts = {
  items: 0,
  unfamiliar_text: 0,
  price_out_of_range: 0,
  history_out_of_range: 0,
  cold_start: 0,
  units: 0,
  new_units: 0,
};

/** What items were like, by week, source and model. */
export class DriftStore {
  private readonly statements;
  private readonly inTransaction: (work: () => void) => void;

  constructor(database: Database) {
    this.statements = {
      get: database
        .prepare<[Week, DriftSource, string], string>(
          'SELECT counts FROM drift_weeks WHERE week = ? AND source = ? AND model = ?',
        )
        .pluck(),
      put: database.prepare<[Week, DriftSource, string, string]>(
        'INSERT OR REPLACE INTO drift_weeks (week, source, model, counts) VALUES (?, ?, ?, ?)',
      ),
      since: database.prepare<[Week], Omit<DriftWeek, 'counts'> & { counts: string }>(
        'SELECT week, source, model, counts FROM drift_weeks WHERE week >= ? ORDER BY week, source, model',
      ),
      forgetWeek: database.prepare<[Week, DriftSource]>(
        'DELETE FROM drift_weeks WHERE week = ? AND source = ?',
      ),
      forget: database.prepare<[Week]>('DELETE FROM drift_weeks WHERE week < ?'),
    };
    const transaction = database.transaction((work: () => void) => work());
    this.inTransaction = (work) => transaction.immediate(work);
  }

  /** Adds to the counts of this and other servers. */
  add({ week, source, model, counts }: DriftWeek): void {
    this.inTransaction(() => {
      const known = this.statements.get.get(week, source, model);
      const before = known === undefined ? NO_DRIFT : { ...NO_DRIFT, ...(JSON.parse(known) as DriftCounts) };
      this.statements.put.run(week, source, model, JSON.stringify(addCounts(before, counts)));
    });
  }

  /** From a week on, by week. */
  since(week: Week): DriftWeek[] {
    return this.statements.since.all(week).map((row) => ({
      ...row,
      counts: { ...NO_DRIFT, ...(JSON.parse(row.counts) as DriftCounts) },
    }));
  }

  forgetWeek(week: Week, source: DriftSource): void {
    this.statements.forgetWeek.run(week, source);
  }

  forgetBefore(week: Week): void {
    this.statements.forget.run(week);
  }
}

export function addCounts(a: DriftCounts, b: DriftCounts): DriftCounts {
  const sum = { ...NO_DRIFT };
  for (const name of keysOf(sum)) sum[name] = a[name] + b[name];
  return sum;
}
