import { recordOf } from '../../common/keysOf';
import { isPromotionFlag } from '../../common/promotionText';
import { isoDayOf } from '../values/day';
import { isMissing } from '../values/missing';
import { readNumber } from '../values/number';
import { isNamed } from './columnNames';

/** Fields of an item that can come from a column. */
const ITEM_FIELDS = ['sku', 'description', 'promo_text', 'price', 'date'] as const;
/** Terms of an order that differ from line to line. */
export const TERM_FIELDS = ['on_hand', 'pack', 'unit_cost'] as const;
export const PLAN_FIELDS = [...ITEM_FIELDS, ...TERM_FIELDS];
export type PlanField = (typeof PLAN_FIELDS)[number];

/** The column of each field of a sheet of products; an empty name leaves a field out. */
export type PlanColumns = Record<PlanField, string>;

/** Order of the search: specific names before partial matches. */
const SOUGHT = ['unit_cost', 'on_hand', 'pack', 'promo_text', 'description', 'price', 'date', 'sku'] as const;

/** Names not used for columns of sales, in English, German, French, Spanish, Chinese and Japanese. */
const ALSO: Partial<Record<PlanField, RegExp>> = {
  sku: /^(item|product)? ?(sku|code|id|no|nr|number)$/i,
  description: /descri|title|product.?name|bezeichnung|beschreibung|artikeltext|描述|品名|名称|名稱|説明/i,
  promo_text: /offer|campaign|advert|werbe/i,
  price: /rrp|\buvp\b|\bvk\b|verkaufspreis|标价|零售/i,
  date: /launch|einführung|listung|lancement|lanzamiento|上市|上架|発売/i,
  on_hand:
    /^(in |on )?(stock|hand)$|on.?hand|inventory|in.?stock|stock.?level|^bestand$|lagerbestand|vorrat|^lager$|en stock|existencias|库存|庫存|在庫/i,
  pack: /pack|case.?size|inner|gebinde|verpackungseinheit|^vpe?$|^ve$|karton|colisage|包装|包裝|装箱|箱规|入数/i,
  unit_cost:
    /\bcost|purchase|einkauf|^ek\b|einstand|stückkosten|kosten|prix d.achat|precio de compra|coste|成本|进价|進價|采购价|原価|仕入/i,
};

const NUMBERS: readonly PlanField[] = ['price', ...TERM_FIELDS];
const LOOKED_AT = 1000;

/** Guesses the column of each field from names and values; each column has one field. */
export function guessPlanColumns(
  columns: readonly string[],
  rows: readonly { cells: readonly string[] }[],
): PlanColumns {
  const taken = new Set<string>();
  const guess: PlanColumns = recordOf(PLAN_FIELDS, () => '');
  for (const field of SOUGHT) {
    const fits = (column: string) => holds(valuesOf(columns, rows, column), field);
    const free = columns.filter((column) => column !== '' && !taken.has(column) && fits(column));
    const found =
      free.find((column) => isItemField(field) && isNamed(column, field)) ??
      free.find((column) => ALSO[field]?.test(column));
    if (found) taken.add(found);
    guess[field] = found ?? '';
  }
  return guess;
}

/** True if at least half of the non-empty cells fit the field, or all are empty. */
function holds(cells: readonly string[], field: PlanField): boolean {
  const fit = cells.filter((cell) => {
    if (NUMBERS.includes(field)) return isNumber(cell);
    if (field === 'promo_text') return !isNumber(cell) || isPromotionFlag(cell);
    // An unreadable date is reported; a number of days or weeks is not a date.
    return field !== 'date' || !isNumber(cell) || isoDayOf(cell, 'day/month/year') !== null;
  });
  return fit.length >= cells.length / 2;
}

function valuesOf(
  columns: readonly string[],
  rows: readonly { cells: readonly string[] }[],
  column: string,
): string[] {
  const at = columns.indexOf(column);
  const cells = rows.slice(0, LOOKED_AT).map((row) => row.cells[at]?.trim() ?? '');
  return cells.filter((cell) => !isMissing(cell));
}

function isNumber(cell: string): boolean {
  const number = readNumber(cell);
  return number !== null && !(Number.isNaN(number.point) && Number.isNaN(number.comma));
}

function isItemField(field: PlanField): field is (typeof ITEM_FIELDS)[number] {
  return (ITEM_FIELDS as readonly string[]).includes(field);
}
