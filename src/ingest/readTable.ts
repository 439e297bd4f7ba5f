import type { TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { type Found, found } from '../contract/findings';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import type { TableRecord } from '../contract/record';
import { cleanText, placesOf } from './sheet/columns';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import { Findings } from './findings';
import { handedOver } from './handedOver';
import type { IngestReport } from './report';
import { settledReading, surveyed } from './settledReading';
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

/** Rows of a table, and, when they were all read, what was left out and why. */
export interface TableStream {
  rows: AsyncIterable<TableRow>;
  report(): IngestReport | null;
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
  const rows: TableRow[] = [];
  const report = await settledReading(source, { numbers, given: schema }, wanted, (readings) => {
    rows.length = 0;
    return read(source, schema, options, readings, async (some) => {
      for (const row of some) rows.push(row);
    });
  });
  return { rows, report };
}

/**
 * The rows of a table whose targets are not asked for, as they are read. The file is read twice: how its columns are to be
 * read is known before the first row comes. Rejects and throws as `readTable`.
 */
export async function openTable(
  source: DataSource,
  schema: TableSchema,
  onProgress?: OnProgress,
): Promise<TableStream> {
  const wanted = tableColumns(schema, true);
  const open = { numbers: [schema.target, ...schema.numeric], given: schema };
  const readings = await surveyed(source, open, wanted);
  let report: IngestReport | null = null;
  const rows = handedOver<TableRow>(async (hand) => {
    report = await read(source, schema, { needTarget: false, onProgress }, readings, hand);
  });
  return { rows, report: () => report };
}

/** Hands rows over whenever the reading pauses, and at its end. */
async function read(
  source: DataSource,
  schema: TableSchema,
  { needTarget = true, onProgress }: TableOptions,
  readings: ColumnReadings,
  hand: (rows: readonly TableRow[]) => Promise<void>,
): Promise<IngestReport> {
  let dropped = new Findings();
  let notes = new Findings();
  let held: TableRow[] = [];
  let kept = 0;
  const handHeld = (): Promise<void> => {
    const rows = held;
    held = [];
    kept += rows.length;
    return hand(rows);
  };
  const { id, target, text, numeric, categorical } = schema;
  let places = new Map<string, number>();
  let columns = new Map<string, NumberColumn>();
  let count = 0;
  const totalLine = (cells: readonly string[], line: number): boolean => {
    const code = id ? (cells[places.get(id)!] ?? '') : '';
    const total = isTotal(code, cells);
    if (total) dropped.add(found('total_row'), line, code);
    return total;
  };

  const { hash, rows, understood } = await readSheet(
    source,
    {
      onProgress,
      onStart: () => {
        [dropped, notes, held, count] = [new Findings(), new Findings(), [], 0];
        const named = [target, ...numeric];
        columns = new Map(
          named.map((name) => [name, new NumberColumn(name, readings.decimals.get(name), LARGEST)]),
        );
      },
      onBadRow: (line, what, cells) => {
        count += 1;
        if (!totalLine(cells, line)) dropped.add(what, line, cells.join(' | '));
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
          notes.add(found('unknown_no_number', { column }), line, valueOf(column));
          return null;
        };
        const wanted = places.has(target)
          ? targetOf(columns.get(target)!.read(valueOf(target), line), schema)
          : null;
        if (typeof wanted === 'object' && wanted !== null && needTarget) {
          dropped.add(wanted, line, valueOf(target));
          return;
        }
        held.push({
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
      onPause: handHeld,
    },
    tableColumns(schema, true),
  );
  await handHeld();
  if (kept === 0) {
    const why = dropped.list()[0];
    const { name } = dataFile(source);
    throw new ShelfcastError(
      'invalid',
      rows === 0
        ? `${name} has a header and no rows`
        : `none of the ${rows} rows of ${name} is left: ${why?.reason}, as line ${why?.examples[0]?.line}`,
    );
  }
  for (const column of columns.values()) for (const what of column.understood) notes.tell(what);
  for (const what of understood) notes.tell(what);
  return { hash, rows, kept, dropped: dropped.list(), notes: notes.list() };
}

function tableColumns(
  { id, target, text, numeric, categorical }: TableSchema,
  withTarget: boolean,
): string[] {
  const named = [...text, ...numeric, ...categorical, ...(id ? [id] : []), ...(withTarget ? [target] : [])];
  return [...new Set(named)];
}

/** The target's number, or what is wrong with it. */
function targetOf(read: number | null, { target: column, log_target }: TableSchema): number | Found {
  if (read === null) return found('empty', { column });
  if (Number.isNaN(read)) return found('no_number', { column });
  if (log_target && read < 0) return found('negative_log', { column });
  return read;
}

function joined(texts: string[]): string {
  return texts.map(cleanText).filter(Boolean).join('. ').slice(0, MAX_TEXT_CHARACTERS);
}
