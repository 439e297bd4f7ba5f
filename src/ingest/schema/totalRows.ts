import { weekOf } from '../../common/week';
import type { KeepRule } from '../../contract/dataSchema';
import { CodeSums } from '../values/codeSums';
import { dayInEitherOrder } from '../values/day';
import { isMissing } from '../values/missing';
import { isNumber } from './kinds';
import { ROWS_IN_ORDER, type SampleSale } from './sampleSales';

const MOST_GROUPS = 100;
/** Fewest product dates, and their share, for which a value is the sum of two or more others. */
const FEWEST = 10;
const NEARLY_ALL = 0.98;

/** Rules that leave out rows marked by a column as sums of others, such as those of all stores. */
export function totalRules(columns: readonly string[], all: readonly SampleSale[]): KeepRule[] {
  const sales = all.slice(0, ROWS_IN_ORDER).filter(({ units }) => !Number.isNaN(units));
  return columns.flatMap((column, at) => {
    const values = new Set(sales.map(({ cells }) => cells[at].trim()));
    const isOnce = columns.indexOf(column) === columns.lastIndexOf(column);
    if (column === '' || !isOnce || values.size < 3 || values.size > MOST_GROUPS) return [];
    if ([...values].every((value) => isMissing(value) || isNumber(value))) return [];
    const total = totalAmong(sales, at);
    return total === null ? [] : [{ column, not: [total] }];
  });
}

/** A rule that leaves out codes that are sums of adjacent ones, such as groups; none if there are no such codes. */
export function codeSumRules(column: string, at: number, all: readonly SampleSale[]): KeepRule[] {
  const inOrder = all.slice(0, ROWS_IN_ORDER).filter(({ units }) => units > 0);
  // The last day may continue after the sample.
  const last = all.length < ROWS_IN_ORDER ? null : inOrder.at(-1)?.date;
  const sums = new CodeSums();
  for (const { sku, date, units, cells } of inOrder) {
    const day = date === last ? null : dayInEitherOrder(date);
    if (day !== null) sums.add({ sku, name: cells[at].trim(), day, week: weekOf(day), units });
  }
  const not = sums.totals();
  return not.length > 0 ? [{ column, not }] : [];
}

/** The value whose rows are the sums of the others of their product and date; null if there is none. */
function totalAmong(sales: readonly SampleSale[], at: number): string | null {
  const groups = new Map<string, Map<string, number>>();
  for (const { sku, date, units, cells } of sales) {
    const key = `${sku}\n${date}`;
    const group = groups.get(key) ?? new Map<string, number>();
    const value = cells[at].trim();
    groups.set(key, group.set(value, (group.get(value) ?? 0) + units));
  }
  const seen = new Map<string, { sums: number; dates: number }>();
  for (const group of groups.values()) {
    const all = [...group.values()].reduce((sum, units) => sum + units, 0);
    if (group.size < 3 || all === 0) continue;
    for (const [value, units] of group) {
      const { sums, dates } = seen.get(value) ?? { sums: 0, dates: 0 };
      const isSum = Math.abs(2 * units - all) < 1e-6 * Math.abs(all);
      seen.set(value, { sums: sums + Number(isSum), dates: dates + 1 });
    }
  }
  const found = [...seen].find(([, { sums, dates }]) => dates >= FEWEST && sums >= NEARLY_ALL * dates);
  return found?.[0] ?? null;
}
