import type { TableSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import type { TableRecord } from '../contract/record';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import { Findings } from './findings';
import { handedOver } from './handedOver';
import type { IngestReport } from './report';
import { type OpenColumns, settledReading, surveyed } from './settledReading';
import { tableFindings } from './tableFindings';
import { tableColumns, TableReader } from './tableReader';
import type { ColumnReadings } from './values/columnReadings';
import { figureOf } from './values/figure';

export interface TableRow {
  /** Its row number in the file, from 1; dropped rows count too. */
  number: number;
  record: TableRecord;
  /** Null only if targets are not needed. */
  target: number | null;
}

export interface ReadTableOptions {
  /** If false, targets or their whole column may be missing: rows to predict. Default: true. */
  needTarget?: boolean;
  onProgress?: OnProgress;
}

/** The rows of a table; and, once all are read, what was left out and why. */
export interface TableStream {
  rows: AsyncIterable<TableRow>;
  report(): IngestReport | null;
}

/**
 * Reads a table with one row per product. Any value but the target may be missing; rows without a target are dropped
 * and counted. Throws ShelfcastError for an unreadable file or a wrong schema.
 */
export async function readTable(
  source: DataSource,
  schema: TableSchema,
  options: ReadTableOptions = {},
): Promise<{ rows: TableRow[]; report: IngestReport }> {
  const wanted = tableColumns(schema, true);
  const rows: TableRow[] = [];
  const report = await settledReading(source, openColumns(schema), wanted, (readings) => {
    rows.length = 0;
    return read(source, schema, options, readings, async (some) => {
      for (const row of some) rows.push(row);
    });
  });
  const { needTarget = true } = options;
  const told = new Findings();
  if (needTarget) for (const what of tableFindings(rows, schema)) told.tell(what);
  return { rows, report: { ...report, notes: [...report.notes, ...told.list()] } };
}

/**
 * Streams the rows of a table without needing targets. The file is read twice: first to decide how its columns are
 * read. Rejects and throws like `readTable`.
 */
export async function openTable(
  source: DataSource,
  schema: TableSchema,
  onProgress?: OnProgress,
): Promise<TableStream> {
  const wanted = tableColumns(schema, true);
  const readings = await surveyed(source, openColumns(schema), wanted);
  let report: IngestReport | null = null;
  const rows = handedOver<TableRow>(async (hand) => {
    report = await read(source, schema, { needTarget: false, onProgress }, readings, hand);
  });
  return { rows, report: () => report };
}

function openColumns(schema: TableSchema): OpenColumns {
  return {
    numbers: [schema.target, ...schema.numeric],
    given: schema,
    numberIn: (cell) => figureOf(cell, schema.date_order).text,
  };
}

/** Passes rows on whenever reading pauses, and at its end. */
async function read(
  source: DataSource,
  schema: TableSchema,
  { needTarget = true, onProgress }: ReadTableOptions,
  readings: ColumnReadings,
  hand: (rows: readonly TableRow[]) => Promise<void>,
): Promise<IngestReport> {
  let reader = new TableReader(schema, readings, needTarget);
  let kept = 0;
  const handHeld = (): Promise<void> => {
    const rows = reader.taken();
    kept += rows.length;
    return hand(rows);
  };
  const { hash, rows, understood } = await readSheet(
    source,
    {
      onProgress,
      onStart: () => (reader = new TableReader(schema, readings, needTarget)),
      onBadRow: (line, what, cells) => reader.drop(line, what, cells),
      onHeader: (header) => reader.readHeader(header),
      onRow: (values, line) => reader.read(values, line),
      onPause: handHeld,
    },
    tableColumns(schema, true),
  );
  await handHeld();
  const { dropped, notes } = reader.findings(understood);
  if (kept === 0) {
    const [why] = dropped;
    const { name } = dataFile(source);
    throw new ShelfcastError(
      'invalid',
      rows === 0
        ? `${name} has a header and no rows`
        : `none of the ${rows} rows of ${name} is left: ${why?.reason}, as line ${why?.examples[0]?.line}`,
    );
  }
  return { hash, rows, kept, dropped, notes };
}
