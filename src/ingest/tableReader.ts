import { certain } from '../common/certain';
import type { TableSchema } from '../contract/dataSchema';
import { type Found, found } from '../contract/findings';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import { Findings } from './findings';
import type { TableRow } from './readTable';
import type { IngestReport } from './report';
import { cleanText, placesOf } from './sheet/columns';
import { isTotal } from './sheet/totals';
import type { ColumnReadings } from './values/columnReadings';
import { isoDayOf } from './values/day';
import { FigureColumn } from './values/figureColumn';

/** Its square must fit into single precision. */
const LARGEST = 1e15;

/** Converts a table's rows to records, and collects findings. */
export class TableReader {
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

  /** The rows read since the last call. */
  taken(): TableRow[] {
    const rows = this.held;
    this.held = [];
    return rows;
  }

  /** The final report, including how the file itself was interpreted. */
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

  /** A number; null, with a finding, if it is unreadable. */
  private known(column: string, cells: readonly string[], line: number): number | null {
    const value = this.number(column, cells, line);
    if (!Number.isNaN(value)) return value;
    const cell = this.cell(column, cells);
    const open = isoDayOf(cell.trim(), this.schema.date_order) === 'unordered';
    this.notes.add(found(open ? 'unknown_date_order' : 'unknown_no_number', { column }), line, cell);
    return null;
  }

  /** Null for a missing number, NaN for an unreadable one. */
  private number(column: string, cells: readonly string[], line: number): number | null {
    return certain(this.columns.get(column), 'numbers of the column').read(this.cell(column, cells), line);
  }

  private cell(column: string, cells: readonly string[]): string {
    return cells[certain(this.places.get(column), 'place of the column')];
  }
}

/** The columns that a schema reads, each once. */
export function tableColumns(
  { id, target, text, numeric, categorical }: TableSchema,
  withTarget: boolean,
): string[] {
  const named = [...text, ...numeric, ...categorical, ...(id ? [id] : []), ...(withTarget ? [target] : [])];
  return [...new Set(named)];
}

/** The target's number, or why it is unusable. */
function targetOf(read: number | null, { target: column, log_target }: TableSchema): number | Found {
  if (read === null) return found('empty', { column });
  if (Number.isNaN(read)) return found('no_number', { column });
  if (log_target && read < 0) return found('negative_log', { column });
  return read;
}

function joined(texts: string[]): string {
  return texts.map(cleanText).filter(Boolean).join('. ').slice(0, MAX_TEXT_CHARACTERS);
}
