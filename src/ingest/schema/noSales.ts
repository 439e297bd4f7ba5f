import type { KeepRule } from '../../contract/dataSchema';
import { skuKey } from '../../common/sku';
import { isMissing } from '../values/missing';
import { noSales, tellsOfReturns, tellsYes } from '../values/rowKinds';
import { isNamed, type Named } from './columnNames';
import { isDate, isNumber } from './kinds';

/** Most values of a column with kinds of rows, and of a column with yes or no. */
const MOST_KINDS = 20;
const MOST_FLAGS = 3;
/** Share of products with non-sales rows that must have sales too. */
const ALSO_SOLD = 0.5;
/** Columns that describe products, not rows. */
const OF_PRODUCTS: readonly Named[] = ['sku', 'description', 'category', 'target', 'price', 'promo_text'];
/** Names of counts, in which 1 does not mean yes. */
const COUNTED =
  /qty|quant|units?\b|amount|count|number|\bno\b|total|menge|anzahl|betrag|cant|ilo[sś]|aantal|кол|сумм|数|量|金额|金額/i;

type Rows = readonly (readonly string[])[];

/**
 * Rules that keep the sales if a column marks some rows as something else: cancelled sales, stock movements, plans,
 * money. Most products of these rows must have sales too.
 */
export function salesRules(columns: readonly string[], rows: Rows): KeepRule[] {
  return columns.flatMap((column, at) => {
    const isOnce = columns.indexOf(column) === columns.lastIndexOf(column);
    if (column === '' || !isOnce || OF_PRODUCTS.some((role) => isNamed(column, role))) return [];
    const rule = ruleOf(
      column,
      rows.map((row) => row[at].trim()),
    );
    return rule && areAlsoSold(columns, rows, rule) ? [rule] : [];
  });
}

/** The rows that rules of this kind keep. */
export function salesAmong(columns: readonly string[], rows: Rows, rules: readonly KeepRule[]): Rows {
  const checks = rules.map((rule) => ({ at: columns.indexOf(rule.column), isSale: isSaleBy(rule) }));
  return rows.filter((row) => checks.every(({ at, isSale }) => isSale(row[at].trim())));
}

function ruleOf(column: string, cells: readonly string[]): KeepRule | null {
  const values = [...new Set(cells)].filter((cell) => !isMissing(cell));
  const isUndoneBy = tellsOfReturns(column);
  if (isUndoneBy && values.length > 0 && values.every(isDate) && cells.includes(''))
    return { column, match: '^$' };
  const yes = values.filter((value) => tellsYes(value) && !(isNumber(value) && COUNTED.test(column)));
  if (isUndoneBy && yes.length > 0 && values.length <= MOST_FLAGS) return { column, not: yes };
  if (values.length > MOST_KINDS) return null;
  const not = noSales(values.filter((value) => !isNumber(value)));
  return not.length > 0 ? { column, not } : null;
}

function isSaleBy({ not }: KeepRule): (cell: string) => boolean {
  return not ? (cell) => !not.includes(cell) : (cell) => cell === '';
}

function areAlsoSold(columns: readonly string[], rows: Rows, rule: KeepRule): boolean {
  const at = columns.indexOf(rule.column);
  const product = productAt(columns, rows, at);
  const isSale = isSaleBy(rule);
  const codes = (sale: boolean) =>
    new Set(rows.filter((row) => isSale(row[at].trim()) === sale).map((row) => skuKey(row[product])));
  const [sold, others] = [codes(true), codes(false)];
  return [...others].filter((code) => sold.has(code)).length >= ALSO_SOLD * others.size;
}

/** The product column, or else the column, other than `at`, with the most values that repeat. */
function productAt(columns: readonly string[], rows: Rows, at: number): number {
  for (const role of ['sku', 'description'] as const) {
    const named = columns.findIndex((column) => isNamed(column, role));
    if (named >= 0) return named;
  }
  const distinct = columns.map((_, place) => new Set(rows.map((row) => row[place])).size);
  const places = columns.map((_, place) => place).filter((place) => place !== at);
  const again = places.filter((place) => distinct[place] <= rows.length / 2);
  return again.sort((a, b) => distinct[b] - distinct[a])[0] ?? places[0] ?? at;
}
