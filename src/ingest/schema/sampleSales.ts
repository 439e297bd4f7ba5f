import { skuKey } from '../../common/sku';
import { readNumber } from '../values/number';

/** Rows of a sample that follow one another in the file: those behind them lie apart. */
export const ROWS_IN_ORDER = 5000;

/** Rows of a sample as sales, by the columns that a guess found. */
export interface SampleSale {
  sku: string;
  /** As it is written. */
  date: string;
  /** NaN where they cannot be read. */
  units: number;
  cells: readonly string[];
}

export function sampleSales(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  roles: { sku: string; date: string; target: string },
): SampleSale[] {
  const [sku, date, target] = [roles.sku, roles.date, roles.target].map((name) => columns.indexOf(name));
  return rows.map((cells) => ({
    sku: skuKey(cells[sku]),
    date: cells[date].trim(),
    units: valueOf(cells[target]),
    cells,
  }));
}

/** By whichever decimal sign a number can be read with; NaN for none. */
export function valueOf(text: string): number {
  const number = readNumber(text);
  return number === null ? NaN : Number.isNaN(number.point) ? number.comma : number.point;
}
