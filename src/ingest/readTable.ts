import type { TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import type { TableRecord } from '../contract/record';
import { cleanText, placesOf } from './sheet/columns';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import { Findings } from './findings';
import type { IngestReport } from './report';
import { settledReading } from './settledReading';
import { isTotal } from './sheet/totals';
import type { ColumnReadings } from './values/columnReadings';
import { NumberColumn } from './values/numberColumn';

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
  source: DataSource,
  schema: TableSchema,
  options: TableOptions = {},
): Promise<{ rows: TableRow[]; report: IngestReport }> {
  const wanted = tableColumns(schema, true);
  const numbers = [schema.target, ...schema.numeric];
  return settledReading(source, { numbers, given: schema }, wanted, (readings) =>
    read(source, schema, options, readings),
  );
}

async function read(
  source: DataSource,
  schema: TableSchema,
  { needTarget = true, onProgress }: TableOptions,
  readings: ColumnReadings,
): Promise<{ rows: TableRow[]; report: IngestReport }> {
  let dropped = new Findings();
  let notes = new Findings();
  let result: TableRow[] = [];
  const { id, target, text, numeric, categorical } = schema;
  let places = new Map<string, number>();
  let columns = new Map<string, NumberColumn>();
  let count = 0;
  const totalLine = (cells: readonly string[], line: number): boolean => {
    const code = id ? (cells[places.get(id)!] ?? '') : '';
    const total = isTotal(code, cells);
    if (total) dropped.add('a total of other rows', line, code);
    return total;
  };

  const { hash, rows, understood } = await readSheet(
    source,
    {
      onProgress,
      onStart: () => {
        [dropped, notes, result, count] = [new Findings(), new Findings(), [], 0];
        const named = [target, ...numeric];
        columns = new Map(
          named.map((name) => [name, new NumberColumn(name, readings.decimals.get(name), LARGEST)]),
        );
      },
      onBadRow: (line, reason, cells) => {
        count += 1;
        if (!totalLine(cells, line)) dropped.add(reason, line, cells.join(' | '));
      },
      onHeader: (header) => {
        places = placesOf(header, tableColumns(schema, needTarget || header.includes(target)));
      },
      onRow: (values, line) => {
        count += 1;
        if (totalLine(values, line)) return;
        const valueOf = (column: string): string => values[places.get(column)!];
        const number = (column: string): number | null => {
          const value = columns.get(column)!.read(valueOf(column), line);
          if (!Number.isNaN(value)) return value;
          notes.add(`${column} is no number: taken as unknown`, line, valueOf(column));
          return null;
        };
        const wanted = places.has(target)
          ? targetOf(columns.get(target)!.read(valueOf(target), line), schema)
          : null;
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
    },
    tableColumns(schema, true),
  );
  if (result.length === 0) {
    const why = dropped.list()[0];
    const { name } = dataFile(source);
    throw new ShelfcastError(
      'invalid',
      rows === 0
        ? `${name} has a header and no rows`
        : `none of the ${rows} rows of ${name} is left: ${why?.reason}, as line ${why?.examples[0]?.line}`,
    );
  }
  for (const column of columns.values()) for (const sentence of column.understood) notes.tell(sentence);
  for (const sentence of understood) notes.tell(sentence);
  return {
    rows: result,
    report: { hash, rows, kept: result.length, dropped: dropped.list(), notes: notes.list() },
  };
}

function tableColumns(
  { id, target, text, numeric, categorical }: TableSchema,
  withTarget: boolean,
): string[] {
  const named = [...text, ...numeric, ...categorical, ...(id ? [id] : []), ...(withTarget ? [target] : [])];
  return [...new Set(named)];
}

/** The target's number, or what is wrong with it. */
function targetOf(target: number | null, { log_target }: TableSchema): number | string {
  if (target === null) return 'is empty';
  if (Number.isNaN(target)) return 'is no number';
  if (log_target && target < 0) return 'is negative, which log_target cannot take';
  return target;
}

function joined(texts: string[]): string {
  return texts.map(cleanText).filter(Boolean).join('. ').slice(0, MAX_TEXT_CHARACTERS);
}
