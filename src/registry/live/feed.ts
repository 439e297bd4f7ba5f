import { type Day, isoOf, weekOfDay } from '../../common/day';
import type { Database } from '../database';

/** One of what was sent that could not be taken, and why. */
export interface Refusal {
  index: number;
  /** Its field. */
  path: string;
  message: string;
}

/** What became of what was sent. */
export interface Feed {
  accepted: number;
  /** Known already, exactly so. */
  repeated: number;
  refused: Refusal[];
  /** ISO day up to which all sales are there; null where none is. */
  completeUntil: string | null;
}

/** What all that comes in while a server runs has in common. */
export function feedOf(database: Database) {
  const find = database.prepare<[string], number>('SELECT id FROM products WHERE sku = ?').pluck();
  const add = database
    .prepare<[string], number>("INSERT INTO products (sku, description) VALUES (?, '') RETURNING id")
    .pluck();
  const tell = database.prepare(
    `INSERT INTO fed_weeks (week, first_day) VALUES (?, ?) ON CONFLICT (week) DO UPDATE
     SET first_day = excluded.first_day WHERE excluded.first_day < first_day`,
  );
  const until = database
    .prepare<[], Day | null>("SELECT max(last_day) FROM covered_days WHERE covers = 'all'")
    .pluck();
  return {
    find: (sku: string): number | null => find.get(sku) ?? null,
    /** A product of which nothing is told yet but that it sells. */
    add: (sku: string): number => add.get(sku)!,
    /** Something came in of a day. */
    told: (day: Day): void => void tell.run(weekOfDay(day), day),
    completeUntil: (): string | null => {
      const day = until.get() ?? null;
      return day === null ? null : isoOf(day);
    },
  };
}
