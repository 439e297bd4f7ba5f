import type { TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import type { TableRecord } from '../contract/record';
import { cleanText, placesOf } from './columns';
import { type OnProgress, readCsv } from './csv';
import { Findings } from './findings';
import { numberOf } from './number';
import type { IngestReport } from './report';

/** Single precision must hold squares of it. */
const LARGEST = 1e15;

export interface TableRow {
  /** Its number among the file's rows, from 1 on, those that were dropped counted. */
  number: number;
  record: TableRecord;
  /** Null only where targets are not asked for. */
  target: number | null;
}

export interface TableOptions {
  /** With false a row's target may be missing, and the column as well: rows to predict. Default: true. */
  needTarget?: boolean;
  onProgress?: OnProgress;
}

/**
 * Reads a table with one row per product. Anything but the target may be missing; rows without a target are dropped
 * and counted. Throws ShelfcastError for a file or schema that cannot be read as it is.
 */
export async function readTable(
  file: string,
  schema: TableSchema,
  { needTarget = true, onProgress }: TableOptions = {},
): Promise<{ rows: TableRow[]; report: IngestReport }> {
  const dropped = new Findings();
  const notes = new Findings();
  const result: TableRow[] = [];
  const { id, target, text, numeric, categorical } = schema;
  let places = new Map<string, number>();
  let count = 0;

  const { hash, rows } = await readCsv(file, {
    onProgress,
    onBadRow: (line, reason) => {
      count += 1;
      dropped.add(reason, line, '');
    },
    onHeader: (header) => {
      const named = [...text, ...numeric, ...categorical, ...(id ? [id] : [])];
      if (needTarget || header.includes(target)) named.push(target);
      places = placesOf(header, [...new Set(named)]);
    },
    onRow: (values, line) => {
      count += 1;
      const valueOf = (column: string): string => values[places.get(column)!];
      const number = (column: string): number | null => {
        const value = numberOf(valueOf(column), LARGEST);
        if (!Number.isNaN(value)) return value;
        notes.add(`${column} is no number: taken as unknown`, line, valueOf(column));
        return null;
      };
      const wanted = places.has(target) ? targetOf(valueOf(target), schema) : null;
      if (typeof wanted === 'string' && needTarget) {
        dropped.add(`${target} ${wanted}`, line, valueOf(target));
        return;
      }
      result.push({
        number: count,
        record: {
          id: id ? valueOf(id).trim() || null : null,
          text: joined(text.map(valueOf)),
          extras: Object.fromEntries([
            ...numeric.map((column) => [column, number(column)] as const),
            ...categorical.map((column) => [column, cleanText(valueOf(column)) || null] as const),
          ]),
        },
        target: typeof wanted === 'number' ? wanted : null,
      });
    },
  });
  if (result.length === 0) {
    const why = dropped.list()[0];
    throw new ShelfcastError(
      'invalid',
      rows === 0
        ? `${file} has a header and no rows`
        : `none of the ${rows} rows of ${file} is left: ${why?.reason}, as line ${why?.examples[0]?.line}`,
    );
  }
  return {
    rows: result,
    report: { hash, rows, kept: result.length, dropped: dropped.list(), notes: notes.list() },
  };
}

/** The target's number, or what is wrong with it. */
function targetOf(value: string, { log_target }: TableSchema): number | string {
  const target = numberOf(value, LARGEST);
  if (target === null) return 'is empty';
  if (Number.isNaN(target)) return 'is no number';
  if (log_target && target < 0) return 'is negative, which log_target cannot take';
  return target;
}

function joined(texts: string[]): string {
  return texts.map(cleanText).filter(Boolean).join('. ').slice(0, MAX_TEXT_CHARACTERS);
}
