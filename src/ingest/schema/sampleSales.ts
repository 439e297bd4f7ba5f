import { skuKey } from '../../common/sku';
import { readNumber } from '../values/number';

/** Consecutive rows at the start of a sample; later ones are scattered. */
export const ROWS_IN_ORDER = 5000;

/** The rows of a sample as sales, by the guessed columns. */
export interface SampleSale {
  sku: string;
  /** As written. */
  date: string;
  /** NaN if unreadable. */
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

/** Read with whichever decimal sign fits; NaN if none does. */
export function valueOf(text: string): number {
  const number = readNumber(text);
  return number === null ? NaN : Number.isNaN(number.point) ? number.comma : number.point;
}
