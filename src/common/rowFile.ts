import { stringify } from 'csv-stringify/sync';
import { type Content, writeWhole } from './writeWhole';

/** Output formats of rows. */
export const ROW_FORMATS = ['csv', 'ndjson', 'xlsx'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

export type Row = Readonly<Record<string, string | number | null | undefined | readonly string[]>>;

export interface RowFormOptions {
  format?: RowFormat;
  /** Between the cells of csv. Default: a comma. */
  delimiter?: string;
}

/**
 * Writes rows as they come, all with the columns of the first, with constant memory. Cells that a spreadsheet would run
 * as a formula are written as text. The file is written like `writeWhole`.
 */
export async function writeRows(
  file: string,
  rows: AsyncIterable<readonly Row[]>,
  { format = 'csv', delimiter = ',' }: RowFormOptions = {},
): Promise<void> {
  await writeWhole(file, () => PIECES[format](rows, delimiter));
}

type Pieces = (rows: AsyncIterable<readonly Row[]>, delimiter: string) => AsyncIterable<Content>;

const PIECES: Readonly<Record<RowFormat, Pieces>> = {
  csv: async function* (groups, delimiter) {
    let header = true;
    for await (const rows of groups) {
      const cells = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [cellText(name), csvCell(value)])),
      );
      yield stringify(cells, { header, delimiter });
      header = false;
    }
  },
  ndjson: async function* (groups) {
    for await (const rows of groups) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  },
  xlsx: async function* (groups) {
    const { writeXlsxStream } = await import('hucre/xlsx');
    const stream = writeXlsxStream(sheetRows(groups), { name: 'forecasts', freezePane: { rows: 1 } });
    yield* stream as unknown as AsyncIterable<Uint8Array>;
  },
};

async function* sheetRows(groups: AsyncIterable<readonly Row[]>): AsyncGenerator<(string | number | null)[]> {
  let header = true;
  for await (const rows of groups) {
    for (const row of rows) {
      if (header) yield Object.keys(row);
      header = false;
      yield Object.values(row).map((value) => (isList(value) ? value.join(' ') : (value ?? null)));
    }
  }
}

function csvCell(value: Row[string]): string | number | null | undefined {
  if (isList(value)) return cellText(value.join(' '));
  return typeof value === 'string' ? cellText(value) : value;
}

function isList(value: Row[string]): value is readonly string[] {
  return Array.isArray(value);
}

const RUNS = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A text as a spreadsheet cell that is shown and not run: prefixed with an apostrophe if it would be a formula. */
function cellText(text: string): string {
  return RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
