import { certain } from '../common/certain';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { found, inEnglish } from '../contract/findings';
import { cellHashes } from './cellHashes';
import { CodeSums } from './values/codeSums';
import { RepeatedRows } from './repeatedRows';
import { demandColumns } from './saleColumns';
import type { SaleFindings, SaleRow } from './saleRow';
import { placesOf } from './sheet/columns';
import { UndoneSales } from './undoneSales';
import { UnnamedColumns } from './unnamedColumns';

const CODES_SHOWN = 50;

/** Checks across a file's rows: totals of other codes, cancelled sales, and repeated rows. */
export class RowsTogether {
  private readonly sku: number;
  private readonly date: number;
  private readonly sums = new CodeSums();
  private readonly unnamed: UnnamedColumns;
  private readonly repeated = new RepeatedRows();
  private readonly undone: UndoneSales;
  private isTimed = false;

  constructor(
    private readonly schema: DemandSchema,
    header: readonly string[],
    private readonly findings: SaleFindings,
  ) {
    const places = placesOf(header, [schema.sku, schema.date]);
    [this.sku, this.date] = [schema.sku, schema.date].map((name) => certain(places.get(name), name));
    // A column whose rule excludes kinds of rows is checked too: it may have kinds that the rule does not name.
    const keep = schema.keep.filter(({ not }) => !not);
    this.unnamed = new UnnamedColumns(header, demandColumns({ ...schema, keep, groups: undefined }));
    this.undone = new UndoneSales(({ line, below, units }) => {
      if (below) findings.dropped.add(below, line, String(units));
    });
  }

  add(row: SaleRow, values: readonly string[]): void {
    const { sku, day, units, line } = row;
    if (sku === null || day === null || units === null) return;
    if (units > 0) this.sums.add({ sku, name: values[this.sku].trim(), day, week: row.week, units });
    if (this.schema.granularity === 'week') return;
    const cells = cellHashes(values);
    this.undone.add(row, cells);
    if (row.below) return;
    this.isTimed ||= row.second !== null;
    this.unnamed.add(values, sku);
    this.repeated.add(cells, { sku, day, line });
  }

  /**
   * Reports findings after the last row, and passes on the rows that cancel a sale. Throws ShelfcastError if sales would
   * count twice.
   */
  end(take: (row: SaleRow) => void): void {
    const { notes } = this.findings;
    this.refuseSums();
    this.repeated.refuseTwice();
    this.unnamed.tell(notes);
    const telling = this.unnamed.telling();
    if (telling.length > 0) this.repeated.tell(notes);
    for (const row of this.undone.undone(this.isTimed ? [...telling, this.date] : telling)) {
      notes.add(found('sale_undone', { column: this.schema.target }), row.line, String(row.units));
      take(row);
    }
  }

  private refuseSums(): void {
    const { sku: column, keep } = this.schema;
    // A `match` rule says which codes are products: one may really sell with each of two others.
    if (keep.some((rule) => rule.column === column && rule.match !== undefined)) return;
    const codes = this.sums.totals();
    if (codes.length === 0) return;
    const rule = JSON.stringify({ column, not: codes.slice(0, CODES_SHOWN) });
    const all = JSON.stringify({ column, match: '.' });
    const what = found('codes_sum_up', { column, first: codes[0], count: codes.length, rule, all });
    throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
  }
}
