import { isNamed, type Role } from '../../../ingest/schema/columnNames';
import type { Sheet } from './readSheet';

/** Fields of an item that a column can fill. */
export const FIELDS = ['sku', 'description', 'promo_text', 'price', 'date'] as const;
export type Field = (typeof FIELDS)[number];
export type Columns = Record<Field, string>;

export const FIELD_NAMES: Record<Field, string> = {
  sku: 'Product number',
  description: 'Description',
  promo_text: 'Promotion text',
  price: 'Price',
  date: 'Launch week',
};

/** Names of plans that sales have no columns of. */
const ALSO: Partial<Record<Role, RegExp>> = {
  sku: /^(item|product)? ?(sku|code|id|no|nr|number)$/i,
  description: /descri|title|product.?name/i,
  promo_text: /offer|campaign|advert/i,
  price: /cost|rrp/i,
  date: /launch/i,
};

/** The columns that the names suggest; an empty name leaves a field out. */
export function guessColumns(sheet: Sheet): Columns {
  const taken = new Set<string>();
  const columns = { sku: '', description: '', promo_text: '', price: '', date: '' };
  for (const field of ['promo_text', 'description', 'price', 'date', 'sku'] as const) {
    const free = sheet.columns.filter((column) => column !== '' && !taken.has(column));
    const found =
      free.find((column) => isNamed(column, field)) ?? free.find((column) => ALSO[field]?.test(column));
    if (found) taken.add(found);
    columns[field] = found ?? '';
  }
  return columns;
}
