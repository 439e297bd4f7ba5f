import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { found, inEnglish } from '../contract/findings';
import { placesOf } from './sheet/columns';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import { readSheet } from './file/readSheet';
import { Findings } from './findings';
import { matchCheck } from './keepRules';
import { demandColumns, numberColumns } from './saleColumns';
import { RowsTogether } from './rowsTogether';
import type { SaleFindings, SaleRow } from './saleRow';
import { SaleRowReader } from './saleRowReader';
import { settledReading } from './settledReading';

/**
 * A row without a day or product may belong to any. If more than one in ten are such rows, the history is not reliable.
 */
const FEWEST_UNPLACED = 5;
const UNPLACED_SHARE = 0.1;
const FEWEST_NEGATIVE = 5;

/** Information about the file besides its rows. */
export interface SalesRead extends SaleFindings {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows of the file, without the header and empty rows. */
  rows: number;
}

/**
 * Streams the rows of a sales file. Reading may restart if later values show that earlier ones were misread: `begin` is
 * then called again, and all earlier rows are void. Throws ShelfcastError for an unreadable file or a wrong schema.
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
    let together!: RowsTogether;
    const pass = (row: SaleRow | null, values: readonly string[]): void => {
      if (!row) return;
      if (!row.below) take(row);
      together.add(row, values);
    };
    const { hash, rows, understood, from1904 } = await readSheet(
      source,
      {
        onProgress,
        onStart: () => {
          findings = { dropped: new Findings(), notes: new Findings() };
          take = begin(findings);
        },
        onHeader: (header) => {
          reader = new SaleRowReader(schema, header, readings, findings);
          together = new RowsTogether(schema, header, findings);
        },
        onRow: (record, line) => {
          const values = reader.filled(record, line);
          pass(reader.row(values, line), values);
        },
        onBadRow: (line, what, values) => pass(reader.raggedRow(values, line, what), values),
      },
      wanted,
    );
    reader.tellColumns(from1904);
    together.end(take);
    for (const what of understood) findings.notes.tell(what);
    refuseUnplaced(dataFile(source).name, schema, rows, findings.dropped);
    refuseZerosLost(schema.sku, rows, findings.notes);
    if (schema.granularity === 'transaction') refuseNegative(schema.target, reader.signs);
    return { hash, rows, ...findings };
  });
}

/** Throws ShelfcastError if many codes differ only in leading zeros: products would be split in two. */
function refuseZerosLost(column: string, all: number, notes: Findings): void {
  const rows = notes.list().find(({ code }) => code === 'zeros_apart')?.rows ?? 0;
  if (rows < FEWEST_UNPLACED || rows <= UNPLACED_SHARE * all) return;
  const what = found('zeros_lost', { column, rows, all });
  throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
}

/** Throws ShelfcastError if most units are negative, as in a stock ledger of goods going out. */
function refuseNegative(column: string, { below, above }: SaleRowReader['signs']): void {
  if (below < FEWEST_NEGATIVE || below <= above) return;
  const what = found('mostly_negative', { column, rows: below, all: below + above });
  throw new ShelfcastError('invalid', inEnglish(what), { reasons: [what] });
}

/** Throws ShelfcastError if too many sales have no day or no product. */
function refuseUnplaced(file: string, { sku, date }: DemandSchema, all: number, dropped: Findings): void {
  const unplaced = dropped
    .list()
    .filter(
      ({ code, values }) =>
        code === 'more_values' ||
        (['empty', 'no_date'].includes(code) && [sku, date].includes(`${values.column}`)),
    )
    .sort((a, b) => b.rows - a.rows);
  const rows = unplaced.reduce((sum, finding) => sum + finding.rows, 0);
  if (rows < FEWEST_UNPLACED || rows <= UNPLACED_SHARE * all || rows === all) return;
  const [{ reason, code, values, examples }] = unplaced;
  throw new ShelfcastError(
    'invalid',
    `${rows} of the ${all} rows of ${file} lack a date or a product code that can be read, or have cells out of place, so what was sold is not known; ` +
      `most often ${reason} (line ${examples[0].line}: '${examples[0].value}'); correct them, or leave rows that are no sales out by "keep" in the schema`,
    { reasons: [found('rows_unplaced', { rows, all }), { code, values }] },
  );
}
