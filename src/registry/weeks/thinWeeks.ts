import { median } from '../../common/statistics';
import type { Week } from '../../common/week';
import { shutWeeksOf } from './shutWeeks';
import type { Database } from '../database/database';

/** A complete week in which so few products sold that sales may be missing. */
export interface ThinWeek {
  week: Week;
  /** Products that sold in it, and in a usual week before. */
  products: number;
  usual: number;
}

/** Number of open complete weeks before, with which a week is compared, and how many are needed. */
const [NEAR_WEEKS, FEWEST_WEEKS] = [8, 4];
const SHARE = 0.5;
/** Standard deviations of a count that chance explains. */
const DEVIATIONS = 3;

/**
 * Of complete weeks, oldest first, those in which fewer than half of the usual number of products sold, and fewer than
 * chance explains.
 */
export function thinWeeks(database: Database): (weeks: readonly Week[]) => ThinWeek[] {
  const before = database.prepare<[Week, number], { week: Week; selling: number }>(
    'SELECT week, selling FROM shop_weeks WHERE week < ? ORDER BY week DESC LIMIT ?',
  );
  const selling = database.prepare<[Week], number>('SELECT selling FROM shop_weeks WHERE week = ?').pluck();
  return (weeks) => {
    if (weeks.length === 0) return [];
    const shut = shutWeeksOf(database);
    const open = before.all(weeks[0], NEAR_WEEKS + shut.size).filter(({ week }) => !shut.has(week));
    const near = open.slice(0, NEAR_WEEKS);
    if (near.length < FEWEST_WEEKS) return [];
    const usual = median(near.map((one) => one.selling));
    const fewest = Math.min(SHARE * usual, usual - DEVIATIONS * Math.sqrt(usual));
    return weeks
      .map((week) => ({ week, products: selling.get(week) ?? 0, usual }))
      .filter(({ products }) => products < fewest);
  };
}
