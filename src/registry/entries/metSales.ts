import { NO_DAY, type SaleEntry, WEEK_TOTAL } from './saleEntries';

/** How a source's sales and totals overlap with those of earlier files. */
export interface Met {
  further: number;
  same: number;
  replaced: number;
}

/** `joined`: the entries `before` and those `given`, together. */
export function metSales(
  before: readonly SaleEntry[],
  given: readonly SaleEntry[],
  joined: readonly SaleEntry[],
): Met {
  const isRead = ({ day, units }: SaleEntry) => day !== NO_DAY && !Number.isNaN(units);
  const isTotal = ({ second }: SaleEntry) => second === WEEK_TOTAL;
  const salesOf = (entries: readonly SaleEntry[]) =>
    entries.filter((entry) => isRead(entry) && !isTotal(entry));
  const sales = salesOf(before);
  const days = new Set(sales.map(({ day }) => day));
  const further = salesOf(joined).filter(({ day }) => days.has(day)).length - sales.length;
  const met = salesOf(given).filter(({ day }) => days.has(day)).length;
  const totals = new Map(
    before.filter((entry) => isRead(entry) && isTotal(entry)).map((entry) => [entry.day, entry.units]),
  );
  const replaced = given.filter(
    (entry) => isRead(entry) && isTotal(entry) && (totals.get(entry.day) ?? entry.units) !== entry.units,
  );
  return { further, same: met - further, replaced: replaced.length };
}
