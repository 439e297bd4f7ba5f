import { type SampleSale, sampleSales } from './sampleSales';

/** Rows of a file's beginning, and its columns by name. */
export class Sample {
  constructor(
    readonly columns: readonly string[],
    readonly rows: readonly (readonly string[])[],
  ) {}

  values(column: string): string[] {
    const at = this.columns.indexOf(column);
    return this.rows.map((row) => row[at]);
  }

  /** The rows as sales; none while it is not known which columns tell these. */
  sales({ sku, date, target }: { sku?: string; date?: string; target?: string }): SampleSale[] {
    return sku && date && target ? sampleSales(this.columns, this.rows, { sku, date, target }) : [];
  }
}
