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

export type RowItem = { item: Record<string, unknown> } | { reason: string };

/** A row as an item of the API, or why it cannot be one. */
export function rowItem(row: Record<string, string>, columns: Columns): RowItem {
  const text = (field: Field) => (columns[field] ? (row[columns[field]] ?? '').trim() : '');
  const description = text('description');
  if (!description) return { reason: 'no description' };
  const item: Record<string, unknown> = { description };
  if (text('sku')) item.sku = text('sku');
  if (text('promo_text')) item.promo_text = text('promo_text');
  if (text('date')) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text('date')))
      return { reason: `launch week '${text('date')}' is not written YYYY-MM-DD` };
    item.date = text('date');
  }
  if (text('price')) {
    const price = Number(
      text('price')
        .replace(/^[^\d.,-]+/, '')
        .replace(/^(\d+),(\d{1,2})$/, '$1.$2'),
    );
    if (!(price > 0) || !Number.isFinite(price))
      return { reason: `price '${text('price')}' is not a number above 0` };
    item.price = price;
  }
  return { item };
}
