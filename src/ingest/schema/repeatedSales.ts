import { type Found, found } from '../../contract/findings';
import { ROWS_IN_ORDER, type SampleSale } from './sampleSales';

const MOST_KINDS = 12;
const FEWEST = 20;
/**
 * Share of a kind's rows that repeat another kind's, of its rows that differ from each other, and of the other kind's
 * number.
 */
const REPEATED = 0.98;
const DIFFERENT = 0.5;
const AS_MANY = 0.3;

/**
 * A column with several rows per sale, such as price, fee and tax in a settlement: product, date and units are the same
 * for two of its values. Null if there is none.
 */
export function repeatedSales(columns: readonly string[], all: readonly SampleSale[]): Found | null {
  const sales = all.slice(0, ROWS_IN_ORDER).filter(({ units }) => units > 0);
  for (const [at, column] of columns.entries()) {
    const kinds = new Map<string, Map<string, number>>();
    for (const { sku, date, units, cells } of sales) {
      const kind = cells[at].trim();
      if (!kinds.has(kind) && kinds.size === MOST_KINDS) break;
      const rows = kinds.get(kind) ?? new Map<string, number>();
      const key = `${sku}\n${date}\n${units}`;
      kinds.set(kind, rows.set(key, (rows.get(key) ?? 0) + 1));
    }
    const read = [...kinds.values()].reduce((sum, rows) => sum + sizeOf(rows), 0);
    if (column === '' || kinds.size < 2 || read < sales.length) continue;
    const [[first, most], ...others] = [...kinds].sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
    const repeats = others.find(([, rows]) => isRepeated(rows, most));
    if (repeats) return found('sales_repeated', { column, first, second: repeats[0] });
  }
  return null;
}

function isRepeated(rows: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): boolean {
  const size = sizeOf(rows);
  if (size < FEWEST || size < AS_MANY * sizeOf(others) || rows.size < DIFFERENT * size) return false;
  const same = [...rows].reduce((sum, [key, count]) => sum + Math.min(count, others.get(key) ?? 0), 0);
  return same >= REPEATED * size;
}

function sizeOf(rows: ReadonlyMap<string, number>): number {
  return [...rows.values()].reduce((sum, count) => sum + count, 0);
}
