import type { Span } from './coverage';
import type { Database } from '../database/database';
import { daysOff, soldDays, withDaysOff } from './daysOff';

/** Days that a source covers, and whether for all products or only for those that it lists. */
export interface CoveredSpan extends Span {
  hash: string;
  covers: string;
}

/** The days that sources cover, including the shop's days off next to a source's days, as known now. Ascending. */
export function coveredDays(database: Database): CoveredSpan[] {
  const told = database
    .prepare<[], CoveredSpan>(
      'SELECT hash, covers, first_day AS first, last_day AS last FROM covered_days ORDER BY first_day, last_day',
    )
    .all();
  const wider = withDaysOff(told, daysOff(soldDays(database)));
  return told.map((span, at) => ({ ...span, ...wider[at] }));
}
