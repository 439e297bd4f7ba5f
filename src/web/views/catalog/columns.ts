import { isNamed } from '../../../ingest/schema/columnNames';
import type { Sheet } from './readSheet';

/** Fields of an item that a column can fill. */
const ITEM_FIELDS = ['sku', 'description', 'promo_text', 'price', 'date'] as const;
/** Terms of an order that differ from line to line. */
export const TERM_FIELDS = ['on_hand', 'pack', 'unit_cost'] as const;
export const FIELDS = [...ITEM_FIELDS, ...TERM_FIELDS];
export type Field = (typeof FIELDS)[number];
export type Columns = Record<Field, string>;

export const FIELD_NAMES: Record<Field, string> = {
  sku: 'Product number',
  description: 'Description',
  promo_text: 'Promotion text',
  price: 'Price',
  date: 'Launch week',
  on_hand: 'In stock',
  pack: 'Pack',
  unit_cost: 'Unit cost',
};

/** Names of plans that sales have no columns of. */
const ALSO: Partial<Record<Field, RegExp>> = {
  sku: /^(item|product)? ?(sku|code|id|no|nr|number)$/i,
  description: /descri|title|product.?name/i,
  promo_text: /offer|campaign|advert/i,
  price: /cost|rrp/i,
  date: /launch/i,
  on_hand: /^(in |on )?(stock|hand)$|on.?hand|inventory|in.?stock/i,
  pack: /pack|case.?size|inner/i,
  unit_cost: /cost|purchase/i,
};

function isItemField(field: Field): field is (typeof ITEM_FIELDS)[number] {
  return (ITEM_FIELDS as readonly string[]).includes(field);
}

/** The columns that the names suggest; an empty name leaves a field out. */
export function guessColumns(sheet: Sheet): Columns {
  const taken = new Set<string>();
  const columns = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Columns;
  for (const field of ['promo_text', 'description', 'price', 'date', 'sku', ...TERM_FIELDS] as const) {
    const free = sheet.columns.filter((column) => column !== '' && !taken.has(column));
    const found =
      free.find((column) => isItemField(field) && isNamed(column, field)) ??
      free.find((column) => ALSO[field]?.test(column));
    if (found) taken.add(found);
    columns[field] = found ?? '';
  }
  return columns;
}
