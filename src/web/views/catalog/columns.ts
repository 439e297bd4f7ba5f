import { parsePrice } from '../../state/parsePrice';
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

const PATTERNS: Record<Field, RegExp> = {
  sku: /^(sku|stock.?code|article|item|product)?[ _-]?(sku|code|id|no|nr|number)$|^sku$/i,
  description: /descri|title|product.?name|^name$|^text$/i,
  promo_text: /promo|offer|campaign|advert/i,
  price: /price|cost|rrp/i,
  date: /date|week|launch/i,
};

/** The columns that the names suggest; an empty name leaves a field out. */
export function guessColumns(sheet: Sheet): Columns {
  const taken = new Set<string>();
  const columns = { sku: '', description: '', promo_text: '', price: '', date: '' };
  for (const field of ['promo_text', 'description', 'price', 'date', 'sku'] as const) {
    const found = sheet.columns.find((column) => !taken.has(column) && PATTERNS[field].test(column.trim()));
    if (found) taken.add(found);
    columns[field] = found ?? '';
  }
  return columns;
}

export type RowItem = { item: Item } | { reason: string };

/** A row as the API takes it. */
interface Item {
  description: string;
  sku?: string;
  promo_text?: string;
  date?: string;
  price?: number;
}

/** A row as an item of the API, or why it cannot be one. */
export function rowItem(row: Record<string, string>, columns: Columns): RowItem {
  const text = (field: Field) => (columns[field] ? (row[columns[field]] ?? '').trim() : '');
  const [description, sku, promo, date, priced] = [
    text('description'),
    text('sku'),
    text('promo_text'),
    text('date'),
    text('price'),
  ];
  if (!description) return { reason: 'no description' };
  if (date && !/^\d{4}-\d{2}-\d{2}$/.test(date))
    return { reason: `launch week '${date}' is not written YYYY-MM-DD` };
  const price = priced ? parsePrice(priced) : undefined;
  if (price === null) return { reason: `price '${priced}' is not a number above 0, such as 4.95` };
  return {
    item: {
      description,
      ...(sku && { sku }),
      ...(promo && { promo_text: promo }),
      ...(date && { date }),
      ...(price !== undefined && { price }),
    },
  };
}
