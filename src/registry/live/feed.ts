import { certain } from '../../common/certain';
import { type Day, isoOf, weekOfDay } from '../../common/day';
import type { Database } from '../database/database';
import { putSoldDays } from '../weeks/daysOff';

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

/** Days further than this before all that the shop was told of are a mistake in a date. */
const MOST_EARLIER_DAYS = 2 * 366;

/** Why a day is too far before the first that the shop was told of; null where it is not, or nothing was told. */
export function tooEarly(day: Day, toldFrom: Day | null): string | null {
  if (toldFrom === null || toldFrom - day <= MOST_EARLIER_DAYS) return null;
  return (
    `is ${isoOf(day)}, more than two years before all that the shop was told of, which begins on ${isoOf(toldFrom)}: ` +
    'look for a wrong year; older sales come in by a file'
  );
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
  const sold = putSoldDays(database);
  const toldFrom = database
    .prepare<[], Day | null>(
      'SELECT min(first_day) FROM (SELECT first_day FROM covered_days UNION ALL SELECT first_day FROM fed_weeks)',
    )
    .pluck();
  const until = database
    .prepare<[], Day | null>("SELECT max(last_day) FROM covered_days WHERE covers = 'all'")
    .pluck();
  return {
    find: (sku: string): number | null => find.get(sku) ?? null,
    /** A product of which nothing is told yet but that it sells. */
    add: (sku: string): number => certain(add.get(sku), 'number of the product'),
    /** Something came in of a day. */
    told: (day: Day): void => void tell.run(weekOfDay(day), day),
    /** Something was sold on a day. */
    sold: (day: Day): void => sold([day]),
    /** The first day of which anything came in, by files as well; null where nothing did. */
    toldFrom: (): Day | null => toldFrom.get() ?? null,
    completeUntil: (): string | null => {
      const day = until.get() ?? null;
      return day === null ? null : isoOf(day);
    },
  };
}
