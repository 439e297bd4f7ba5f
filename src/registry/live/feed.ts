import { certain } from '../../common/certain';
import { type Day, isoOf, weekOfDay } from '../../common/day';
import type { Database } from '../database/database';
import { putSoldDays } from '../weeks/daysOff';

/** Something sent that was refused, and why. */
export interface Refusal {
  index: number;
  /** Its field. */
  path: string;
  message: string;
}

/** The result of a request. */
export interface Feed {
  accepted: number;
  /** Already known, with identical content. */
  repeated: number;
  refused: Refusal[];
  /** ISO day up to which all sales are known; null if there is none. */
  completeUntil: string | null;
}

/** A day further than this before all known data is taken for a typing error. */
const MOST_EARLIER_DAYS = 2 * 366;

/** Why a day is too far before the first known one; null if it is not, or nothing is known. */
export function tooEarly(day: Day, toldFrom: Day | null): string | null {
  if (toldFrom === null || toldFrom - day <= MOST_EARLIER_DAYS) return null;
  return (
    `is ${isoOf(day)}, more than two years before all that the shop was told of, which begins on ${isoOf(toldFrom)}: ` +
    'look for a wrong year; older sales come in by a file'
  );
}

/** What all data that come in while a server runs have in common. */
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
    /** A product that is only known to sell. */
    add: (sku: string): number => certain(add.get(sku), 'number of the product'),
    /** Data came in for a day. */
    told: (day: Day): void => void tell.run(weekOfDay(day), day),
    /** Something was sold on a day. */
    sold: (day: Day): void => sold([day]),
    /** The first day with data, including files; null if there is none. */
    toldFrom: (): Day | null => toldFrom.get() ?? null,
    completeUntil: (): string | null => {
      const day = until.get() ?? null;
      return day === null ? null : isoOf(day);
    },
  };
}
