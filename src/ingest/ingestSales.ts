import { isoOf } from '../common/day';
import type { Covers } from '../contract/covers';
import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { found } from '../contract/findings';
import { pausesIn, type Span } from '../registry/weeks/coverage';
import { type Columns, putColumns } from '../registry/columns';
import type { Database } from '../registry/database/database';
import { coveredDays } from '../registry/weeks/coveredDays';
import { soldDays, withDaysOff } from '../registry/weeks/daysOff';
import { type ProductEntries, type SalesSource, writeSales, type WriteResult } from '../registry/salesWriter';
import { unlistedProducts } from '../registry/unlisted';
import type { OnProgress } from './file/bytes';
import { dataFile, type DataSource } from './file/dataFile';
import type { Findings } from './findings';
import { readSales } from './readSales';
import type { IngestReport } from './report';
import { SaleLog } from './saleLog';
import type { SaleFindings } from './saleRow';
import { dated, nothingLeft, secondRow, Timeline } from './timeline';

export interface IngestOptions {
  /** Whether unlisted products sold nothing; if omitted, the user is asked when it matters. */
  covers?: Covers;
  onProgress?: OnProgress;
  /** Adds the file's data to the catalog; by default this is done here. */
  write?: WriteFile;
}

/** Adds a source's data on products and columns to a catalog, all of it or nothing. */
export type WriteFile = (
  source: SalesSource,
  products: Iterable<ProductEntries>,
  columns: Columns,
) => WriteResult | Promise<WriteResult>;

/** The report of the read, the changes in the catalog, and the file's products. */
export interface Ingested {
  report: IngestReport;
  written: WriteResult;
  products: string[];
}

/**
 * Adds a file's sales to the catalog. Adding it again changes nothing, and parts of a shop's sales add up to the same
 * as one file, in any order. Throws ShelfcastError for an unreadable file or a wrong schema, and if `covers` must be
 * given.
 */
export async function ingestSales(
  database: Database,
  source: DataSource,
  schema: DemandSchema,
  { covers, onProgress, write = writeHere(database) }: IngestOptions = {},
): Promise<Ingested> {
  const { name } = dataFile(source);
  const extraNames = [...schema.numeric, ...schema.categorical];
  let timeline = new Timeline();
  let log = new SaleLog(database, schema.granularity, extraNames);
  let kept = 0;
  const begin = (findings: SaleFindings) => {
    timeline = new Timeline();
    log = new SaleLog(database, schema.granularity, extraNames);
    kept = 0;
    return dated(findings, undefined, (row) => {
      if (row.units !== null && row.day !== null) {
        timeline.add(row.day, row.line);
        kept++;
      }
      if (row.sku !== null && !log.add(row.sku, row)) throw secondRow(row);
    });
  };
  const { hash, rows, dropped, notes } = await readSales(source, schema, begin, onProgress);
  if (timeline.size === 0) throw nothingLeft(name, rows, dropped);
  const { spans, off, strays, strayRows } = timeline.calendar(
    schema,
    { dropped, notes },
    { sold: soldDays(database) },
  );

  const scope = covers ?? askCovers(database, name, spans, log.products);
  const before = coveredDays(database);
  const products: string[] = [];
  const listed = function* (): Generator<ProductEntries> {
    for (const product of log.byProduct(strays)) {
      products.push(product.sku);
      yield product;
    }
  };
  const { numeric, categorical, known_ahead, currency } = schema;
  const told = { hash, name, synthetic: false, spans, covers: scope, currency };
  const written = await write(told, listed(), { numeric, categorical, known_ahead });
  tellPauses(withDaysOff(written.replacedSynthetic ? [] : before, off), withDaysOff(spans, off), notes);
  tellWeeks(spans, written, notes);
  return {
    report: { hash, rows, kept: kept - strayRows, dropped: dropped.list(), notes: notes.list() },
    written,
    products,
  };
}

function writeHere(database: Database): WriteFile {
  return (source, products, columns) => {
    const written = writeSales(database, source, products);
    putColumns(database, columns);
    return written;
  };
}

/** 'all' if the file may cover the whole shop. Throws if it cannot. */
function askCovers(
  database: Database,
  name: string,
  spans: readonly Span[],
  products: readonly string[],
): Covers {
  const unlisted = unlistedProducts(database, spans, new Set(products));
  if (!unlisted) return 'all';
  const { products: count, share, examples } = unlisted;
  throw new ShelfcastError(
    'invalid',
    `${name} lists none of ${count} products that made up ${Math.round(100 * share)}% of the units lately sold ` +
      `(such as '${examples.join("', '")}'); say whether they sold nothing in its days (--covers all, over HTTP covers=all) or it is of a ` +
      'part of the shop and says nothing of them (--covers listed)',
    {
      reasons: [
        found('products_missing', {
          products: count,
          percent: Math.round(100 * share),
          examples: examples.join(', '),
        }),
      ],
    },
  );
}

/** Days between this file and the others that no file covers. */
function tellPauses(before: readonly Span[], spans: readonly Span[], notes: Findings): void {
  const known = pausesIn(before).map(({ first }) => first);
  for (const { first, last, covered } of pausesIn([...before, ...spans])) {
    if (known.includes(first)) continue;
    const days = { first: isoOf(first), last: isoOf(last) };
    if (first === last) notes.tell(found(covered ? 'closed_day' : 'unknown_day', { day: days.first }));
    else notes.tell(found(covered ? 'closed_days' : 'unknown_days', days));
  }
}

function tellWeeks(
  spans: readonly Span[],
  { waiting, furtherRows, sameRows, replacedTotals, zeroWeeks, shutWeeks, unknownWeeks }: WriteResult,
  notes: Findings,
): void {
  const end = isoOf(spans[spans.length - 1].last);
  notes.addRows(found('further_sales'), furtherRows);
  if (furtherRows > 0) notes.addRows(found('same_sales'), sameRows);
  notes.addRows(found('replaced_totals'), replacedTotals);
  notes.addRows(found('waiting', { day: end }), waiting);
  notes.addRows(found('zero_weeks'), zeroWeeks);
  if (shutWeeks.length > 0) notes.tell(found('closed_weeks', { weeks: shutWeeks.join(', ') }));
  notes.addRows(found('unknown_weeks'), unknownWeeks);
}
