import type { DemandSchema } from '../contract/dataSchema';
import { placesOf } from './sheet/columns';
import type { OnProgress } from './file/bytes';
import type { DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import { Findings } from './findings';
import { matchCheck } from './keepRules';
import { demandColumns, numberColumns, type SaleFindings, type SaleRow, SaleRowReader } from './saleRow';
import { settledReading } from './settledReading';

/** What was read beside the rows. */
export interface SalesRead extends SaleFindings {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows of the file, the header and empty rows not counted. */
  rows: number;
}

/**
 * Streams the rows of a sales file. A reading may start again, where later values show that earlier ones meant
 * something else: `begin` is then called anew and all that came before is void. Throws ShelfcastError for a file or
 * schema that cannot be read as it is.
 */
export async function readSales(
  source: DataSource,
  schema: DemandSchema,
  begin: (findings: SaleFindings) => (row: SaleRow) => void,
  onProgress?: OnProgress,
): Promise<SalesRead> {
  const wanted = demandColumns(schema);
  const countsFrom = (header: readonly string[]) =>
    matchCheck(
      schema.keep,
      placesOf(
        header,
        schema.keep.map(({ column }) => column),
      ),
    );
  const open = { numbers: numberColumns(schema), date: schema.date, given: schema, countsFrom };
  return settledReading(source, open, wanted, async (readings) => {
    let findings: SaleFindings = { dropped: new Findings(), notes: new Findings() };
    let take: (row: SaleRow) => void = () => undefined;
    let reader!: SaleRowReader;
    const pass = (row: SaleRow | null): void => {
      if (row) take(row);
    };
    const { hash, rows, understood } = await readSheet(
      source,
      {
        onProgress,
        onStart: () => {
          findings = { dropped: new Findings(), notes: new Findings() };
          take = begin(findings);
        },
        onHeader: (header) => (reader = new SaleRowReader(schema, header, readings, findings)),
        onRow: (values, line) => pass(reader.row(values, line)),
        onBadRow: (line, what, values) => pass(reader.raggedRow(values, line, what)),
      },
      wanted,
    );
    reader.tellColumns();
    for (const what of understood) findings.notes.tell(what);
    return { hash, rows, ...findings };
  });
}
