import { type SampleSale, sampleSales } from './sampleSales';

/** The first rows of a file, and its columns by name. */
export class Sample {
  constructor(
    readonly columns: readonly string[],
    readonly rows: readonly (readonly string[])[],
  ) {}

  values(column: string): string[] {
    const at = this.columns.indexOf(column);
    return this.rows.map((row) => row[at]);
  }

  /** The rows as sales; empty until their columns are known. */
  sales({ sku, date, target }: { sku?: string; date?: string; target?: string }): SampleSale[] {
    return sku && date && target ? sampleSales(this.columns, this.rows, { sku, date, target }) : [];
  }
}
