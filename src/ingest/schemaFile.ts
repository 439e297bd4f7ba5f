import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { messageOf } from '../common/thrown';
import {
  dataSchema,
  type DataSchema,
  DATE_ORDERS,
  DECIMALS,
  demandSchema,
  tableSchema,
} from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';

/** Reads a schema file. Throws ShelfcastError naming every wrong field. */
export async function readSchema(file: string): Promise<DataSchema> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const { code, message } = cause;
    const reason =
      code === 'EISDIR'
        ? 'is a directory; name a JSON file'
        : code === 'ENOENT'
          ? 'does not exist'
          : `cannot be read: ${message}`;
    throw new ShelfcastError('invalid', `the schema ${file} ${reason}`, { cause });
  });
  return parseSchema(text, `the schema ${file}`);
}

/** Parses a schema. Throws ShelfcastError naming every wrong field; `what`: the schema's name in the error. */
export function parseSchema(text: string, what: string): DataSchema {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ShelfcastError('invalid', `${what} is not JSON: ${messageOf(cause)}`, { cause });
  }
  const result = dataSchema.safeParse(json);
  if (result.success) return result.data;
  throw new ShelfcastError('invalid', `${what}: ${result.error.issues.map(sentence).join('; ')}`);
}

/** The expected form of a schema's key. */
const PIECES: Readonly<Record<string, string>> = {
  mode: '"mode": "demand" for sales, or "mode": "table" for a table with one row per product',
  granularity: '"granularity": "transaction" for single sales, or "week" for one row per product and week',
  sku: '"sku": "the column with the product code"',
  date: '"date": "the column with the date"',
  date_order: DATE_ORDERS.map((order) => `"date_order": "${order}"`).join(' or '),
  decimal: DECIMALS.map((sign) => `"decimal": "${sign}"`).join(' or '),
  target: '"target": "the column with the units sold"',
  description: '"description": "the column with the product text"',
  price: '"price": "the column with the unit price"',
  promo_text: '"promo_text": "the column with the promotion text"',
  text: '"text": ["a column with text"]',
  numeric: '"numeric": ["a column with numbers"]',
  categorical: '"categorical": ["a column with words"]',
  keep: '"keep": [{"column": "a column", "min": 1}]',
};

const KEYS = [...new Set([...Object.keys(demandSchema.shape), ...Object.keys(tableSchema.shape)])];

function sentence(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `'${key}'`).join(', ');
    return `${at && `${at}: `}a schema has no key ${keys}; it has ${KEYS.join(', ')}`;
  }
  const piece = PIECES[String(issue.path[0] ?? (issue.code === 'invalid_union' ? 'mode' : ''))];
  return `${at && `${at}: `}${issue.message}${piece && issue.code !== 'custom' ? `; write ${piece}` : ''}`;
}
