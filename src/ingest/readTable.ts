import { certain } from '../common/certain';
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
import { type OpenColumns, settledReading, surveyed } from './settledReading';
import { isoDayOf } from './values/day';
import { tableFindings } from './tableFindings';
import { isTotal } from './sheet/totals';
import type { ColumnReadings } from './values/columnReadings';
import { figureOf } from './values/figure';
import { FigureColumn } from './values/figureColumn';

/** Single precision must hold squares of it. */
const LARGEST = 1e15;

export interface TableRow {
  /** Its number among the file's rows, from 1 on, those that were dropped counted. */
  number: number;
  record: TableRecord;
  /** Null only where targets are not asked for. */
  target: number | null;
}

export interface ReadTableOptions {
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
 * The rows of a table whose targets are not asked for, as they are read. The file is read twice: how its columns are to be
 * read is known before the first row comes. Rejects and throws as `readTable`.
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

/** Hands rows over whenever the reading pauses, and at its end. */
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

/** Makes records of a table's rows, and keeps what is to be said of them. */
class TableReader {
  private readonly dropped = new Findings();
  private readonly notes = new Findings();
  private readonly columns: ReadonlyMap<string, FigureColumn>;
  private places = new Map<string, number>();
  private held: TableRow[] = [];
  private count = 0;

  constructor(
    private readonly schema: TableSchema,
    readings: ColumnReadings,
    private readonly needTarget: boolean,
  ) {
    const named = [schema.target, ...schema.numeric];
    this.columns = new Map(
      named.map((name) => [
        name,
        new FigureColumn(name, readings.decimals.get(name), schema.date_order, LARGEST),
      ]),
    );
  }

  readHeader(header: readonly string[]): void {
    const { schema, needTarget } = this;
    this.places = placesOf(header, tableColumns(schema, needTarget || header.includes(schema.target)));
  }

  drop(line: number, what: Found, cells: readonly string[]): void {
    this.count += 1;
    if (!this.isTotalLine(cells, line)) this.dropped.add(what, line, cells.join(' | '));
  }

  read(cells: readonly string[], line: number): void {
    this.count += 1;
    if (this.isTotalLine(cells, line)) return;
    const { id, target, text, numeric, categorical } = this.schema;
    const wanted = this.places.has(target) ? targetOf(this.number(target, cells, line), this.schema) : null;
    if (typeof wanted === 'object' && wanted !== null && this.needTarget) {
      this.dropped.add(wanted, line, this.cell(target, cells));
      return;
    }
    this.held.push({
      number: this.count,
      record: {
        id: id ? this.cell(id, cells).trim() || null : null,
        text: joined(text.map((column) => this.cell(column, cells))),
        extras: Object.fromEntries([
          ...numeric.map((column) => [column, this.known(column, cells, line)] as const),
          ...categorical.map((column) => [column, cleanText(this.cell(column, cells)) || null] as const),
        ]),
      },
      target: typeof wanted === 'number' ? wanted : null,
    });
  }

  /** The rows read since it was asked last. */
  taken(): TableRow[] {
    const rows = this.held;
    this.held = [];
    return rows;
  }

  /** What is to be said in the end, with what the file itself was understood as. */
  findings(understood: readonly Found[]): Pick<IngestReport, 'dropped' | 'notes'> {
    const ofColumns = [...this.columns.values()].flatMap((column) => column.understood);
    for (const what of [...ofColumns, ...understood]) this.notes.tell(what);
    return { dropped: this.dropped.list(), notes: this.notes.list() };
  }

  private isTotalLine(cells: readonly string[], line: number): boolean {
    const { id } = this.schema;
    const at = id === undefined ? undefined : this.places.get(id);
    const code = at === undefined ? '' : (cells[at] ?? '');
    const total = isTotal(code, cells);
    if (total) this.dropped.add(found('total_row'), line, code);
    return total;
  }

  /** A number; null where it is told of that there is none. */
  private known(column: string, cells: readonly string[], line: number): number | null {
    const value = this.number(column, cells, line);
    if (!Number.isNaN(value)) return value;
    const cell = this.cell(column, cells);
    const open = isoDayOf(cell.trim(), this.schema.date_order) === 'unordered';
    this.notes.add(found(open ? 'unknown_date_order' : 'unknown_no_number', { column }), line, cell);
    return null;
  }

  /** Null for a missing number, NaN for what is none. */
  private number(column: string, cells: readonly string[], line: number): number | null {
    return certain(this.columns.get(column), 'numbers of the column').read(this.cell(column, cells), line);
  }

  private cell(column: string, cells: readonly string[]): string {
    return cells[certain(this.places.get(column), 'place of the column')];
  }
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
