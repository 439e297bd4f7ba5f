import type { z } from 'zod';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { item as itemSchema, type Item } from '../contract/item';
import { readCsv } from '../ingest/csv';
import { isoDayOf } from '../ingest/day';
import { numberOf } from '../ingest/number';

/** Columns of history beside an item: weekly units, the most recent first. */
const LAG = /^lag_?(\d{1,3})$/i;
const LARGEST = 1e9;
const SHOWN = 5;

/** The columns that an items file may have besides lags, and what of an item each gives. */
interface ItemColumns {
  sku?: string;
  description: string;
  price?: string;
  promoText?: string;
  date?: string;
  numeric: readonly string[];
  categorical: readonly string[];
}

/**
 * Reads items to forecast, one a row, under the names that the schema gives their columns; `lag_1`, `lag_2`, ... are
 * weekly units, most recent first, an empty one before a filled one a week of which nothing is known. Throws ShelfcastError that names the lines and what is wrong with them.
 */
export async function readItems(file: string, schema: DemandSchema): Promise<Item[]> {
  const columns = columnsOf(schema);
  const items: Item[] = [];
  const wrong: string[] = [];
  let header: string[] = [];
  await readCsv(file, {
    onHeader: (names) => {
      header = names;
      if (!names.includes(columns.description)) {
        throw new ShelfcastError(
          'invalid',
          `${file} has no column ${columns.description}; its columns: ${names.join(', ')}`,
        );
      }
    },
    onBadRow: (line, reason) => wrong.push(`line ${line}: ${reason}`),
    onRow: (values, line) => {
      const given = itemOf(Object.fromEntries(header.map((name, at) => [name, values[at]])), columns);
      const result = itemSchema.safeParse(given);
      if (result.success) items.push(result.data);
      else wrong.push(...result.error.issues.map((issue) => `line ${line}: ${sentence(issue, given)}`));
    },
  });
  if (wrong.length > 0) {
    const more = wrong.length > SHOWN ? ` and ${wrong.length - SHOWN} more` : '';
    throw new ShelfcastError(
      'invalid',
      `${file}: ${wrong.slice(0, SHOWN).join('; ')}${more}; nothing was written`,
    );
  }
  if (items.length === 0) throw new ShelfcastError('invalid', `${file} has a header and no rows`);
  return items;
}

function columnsOf(schema: DemandSchema): ItemColumns {
  const { numeric, categorical } = schema;
  const { sku, description, price, promo_text: promoText, date } = schema;
  return { sku, description, price, promoText, date, numeric, categorical };
}

/** The item as a request would bring it; a number that is none stays text, for the check to name it. */
function itemOf(row: Readonly<Record<string, string>>, columns: ItemColumns): unknown {
  const text = (column: string | undefined) =>
    column === undefined ? undefined : row[column]?.trim() || undefined;
  const number = (column: string | undefined) => {
    const value = text(column);
    if (value === undefined) return undefined;
    const parsed = numberOf(value, LARGEST);
    return parsed === null || Number.isNaN(parsed) ? value : parsed;
  };
  const day = text(columns.date);
  const lags = Object.keys(row)
    .filter((name) => LAG.test(name))
    .sort((a, b) => Number(LAG.exec(a)![1]) - Number(LAG.exec(b)![1]))
    .map(number);
  const known = lags
    .slice(0, lags.findLastIndex((units) => units !== undefined) + 1)
    .map((units) => units ?? null);
  const features = Object.fromEntries([
    ...columns.numeric.map((name) => [name, number(name) ?? null]),
    ...columns.categorical.map((name) => [name, text(name) ?? null]),
  ]);
  return {
    description: text(columns.description) ?? '',
    ...optional('sku', text(columns.sku)),
    ...optional('price', number(columns.price)),
    ...optional('promo_text', text(columns.promoText)),
    ...optional('date', day && (isoDayOf(day, undefined) ?? day)),
    ...(known.length > 0 ? { lags: known } : {}),
    ...(Object.keys(features).length > 0 ? { features } : {}),
  };
}

function sentence(issue: z.core.$ZodIssue, item: unknown): string {
  const { path, message } = issue;
  if (issue.code !== 'invalid_type' || issue.expected !== 'number') return `${path.join('.')}: ${message}`;
  const value = path.reduce<unknown>((whole, key) => (whole as Record<PropertyKey, unknown>)[key], item);
  return `${path.join('.')}: '${String(value)}' is no number`;
}

function optional(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}
