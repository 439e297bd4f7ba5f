import type { DemandSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';
import { found } from '../contract/findings';
import type { Item } from '../contract/item';
import { dataFile, type DataSource } from './file/dataFile';
import { readSheet, sampleSheet } from './file/readSheet';
import { Findings } from './findings';
import { handedOver } from './handedOver';
import { type Describer, type ItemColumns, itemNumbers, ItemRowReader } from './items/itemRow';
import type { IngestReport } from './report';
import { sameName } from './sheet/layout';
import { surveyed } from './settledReading';
import type { ColumnReadings } from './values/columnReadings';

/** An item and its row number in the file, from 1; rows that are not items count too. */
export interface ItemOfRow {
  row: number;
  item: Item;
}

/** The items of a file; and, once all are read, what was left out and why. */
export interface ItemStream {
  /** Data rows of the file. */
  rows: number;
  items: AsyncIterable<ItemOfRow>;
  report(): IngestReport;
}

/**
 * Opens a file of items to forecast, one per row, with the schema's column names; `lag_1`, `lag_2`, ... are weekly
 * units, most recent first. The file is read twice: first to decide how its columns are read, then to stream the items.
 * A row without a description gets the one that `describe` returns for its code. Throws ShelfcastError if the file is
 * unreadable.
 */
export async function openItems(
  source: DataSource,
  schema: DemandSchema,
  describe?: Describer,
): Promise<ItemStream> {
  const { name } = dataFile(source);
  const wanted = itemNames(schema);
  const { columns: header } = await sampleSheet(source, 1, wanted);
  const has = (name: string) => header.some((column) => sameName(column, name));
  if (!has(schema.description) && !(describe?.otherwise === 'not_in_catalog' && has(schema.sku))) {
    throw new ShelfcastError(
      'invalid',
      `${name} has no column ${schema.description}; its columns: ${header.join(', ')}. Call the one with the products' texts ` +
        `${schema.description}, or name it as "description" in a schema file (--schema)`,
    );
  }
  let rows = 0;
  const open = {
    numbers: itemNumbers(header, schema),
    date: header.includes(schema.date) ? schema.date : undefined,
    given: schema,
    countsFrom: () => () => ++rows > 0,
  };
  const readings = await surveyed(source, open, wanted);
  let report: IngestReport | null = null;
  return {
    rows,
    items: itemsOf(source, { columns: schema, readings, wanted, describe }, (done) => (report = done)),
    report: () => report ?? { hash: '', rows: 0, kept: 0, dropped: [], notes: [] },
  };
}

interface ReadingOfItems {
  columns: ItemColumns;
  readings: ColumnReadings;
  wanted: readonly string[];
  describe: Describer | undefined;
}

function itemsOf(
  source: DataSource,
  { columns, readings, wanted, describe }: ReadingOfItems,
  onEnd: (report: IngestReport) => void,
): AsyncGenerator<ItemOfRow> {
  return handedOver<ItemOfRow>(async (hand) => {
    let held: ItemOfRow[] = [];
    const findings = { dropped: new Findings(), notes: new Findings() };
    let reader!: ItemRowReader;
    let row = 0;
    let kept = 0;
    const handHeld = (): Promise<void> => {
      const items = held;
      held = [];
      return hand(items);
    };
    const { hash, rows, understood, from1904 } = await readSheet(
      source,
      {
        onHeader: (header) => (reader = new ItemRowReader(header, columns, readings, findings, describe)),
        onRow: (values, line) => {
          row++;
          const item = reader.row(values, line);
          if (!item) return;
          kept++;
          held.push({ row, item });
        },
        onBadRow: (line, what, values) => {
          row++;
          reader.ragged(values, line, what);
        },
        onPause: handHeld,
      },
      wanted,
    );
    await handHeld();
    reader.tellColumns(from1904);
    if (reader.unread.length > 0)
      findings.notes.tell(found('columns_unread', { columns: reader.unread.join(', ') }));
    for (const what of understood) findings.notes.tell(what);
    onEnd({ hash, rows, kept, dropped: findings.dropped.list(), notes: findings.notes.list() });
  });
}

function itemNames({
  sku,
  description,
  price,
  promo_text,
  date,
  numeric,
  categorical,
}: ItemColumns): string[] {
  return [sku, description, price, promo_text, date, ...numeric, ...categorical].filter(
    (name) => name !== undefined,
  );
}
