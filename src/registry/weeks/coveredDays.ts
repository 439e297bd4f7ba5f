import type { Span } from './coverage';
import type { Database } from '../database/database';
import { daysOff, soldDays, withDaysOff } from './daysOff';

/** Days of which a source tells, and whether of all products or of those that it lists. */
export interface CoveredSpan extends Span {
  hash: string;
  covers: string;
}

/**
 * The days that sources cover, by what is known now of the shop's days off: those beside a source's days are covered as
 * well. Ascending.
 */
export function coveredDays(database: Database): CoveredSpan[] {
  const told = database
    .prepare<[], CoveredSpan>(
      'SELECT hash, covers, first_day AS first, last_day AS last FROM covered_days ORDER BY first_day, last_day',
    )
    .all();
  const wider = withDaysOff(told, daysOff(soldDays(database)));
  return told.map((span, at) => ({ ...span, ...wider[at] }));
}
