import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ShelfcastError } from '../../contract/errors';
import { type Found, found } from '../../contract/findings';
import { megabytes } from '../sheet/megabytes';
import { type Across, acrossOf } from '../sheet/across';
import { cleanName, isHeaderAgain } from '../sheet/layout';
import { raggedReason, rowShape } from '../sheet/rowShape';
import { kindOf, type OnProgress } from './bytes';
import { dataFile, type DataFile, type DataSource } from './dataFile';
import type { RecordReader } from '../sheet/recordReader';
import { NotUtf8, otherEncoding, readText, type TextForm, textFormOf } from './textSheet';
import { unwrap } from '../sheet/unwrapped';
import { checkUnpacked, readWorkbook, workbookFormOf } from '../sheet/workbook';

export interface SheetReader {
  /** Called when the reading starts, and once more where it starts again: what came before is then void. */
  onStart?(): void;
  /** The names of the columns. Throwing here or in onRow ends the reading with that error. */
  onHeader(columns: string[]): void;
  /** One row with as many values as the header has; `line` is the file's line that it ends on, from 1. */
  onRow(values: string[], line: number): void;
  /** A row whose values cannot be told to columns. */
  onBadRow(line: number, what: Found, values: string[]): void;
  onProgress?: OnProgress;
  /** Called now and then; the reading goes on when it resolves. */
  onPause?(): Promise<void>;
}

/** What was read, and how it was understood. */
export interface SheetRead {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows, empty ones not counted. */
  rows: number;
  /** How the file was understood where that is not plain. */
  understood: Found[];
  /** Of a workbook whose day numbers count from 1904 on. */
  from1904?: boolean;
}

/**
 * Reads a file of rows under a header: delimited text of any usual encoding, plain or gzip, or a sheet of an .xlsx
 * workbook. `wanted`: the columns that a schema names, by which the header is found below titles. Where a header names
 * dates, each of their cells is a row. Text is streamed.
 * Throws ShelfcastError when the file cannot be read to its end.
 */
export async function readSheet(
  source: DataSource,
  reader: SheetReader,
  wanted: readonly string[] = [],
): Promise<SheetRead> {
  const file = dataFile(source);
  const found = await kindOf(file);
  if (found.kind === 'zip') return readBook(file, found.size, reader, wanted);
  const read = async (form: TextForm): Promise<SheetRead> => {
    const hash = createHash('sha256');
    const { onRecord, rows, titles, told } = rowsTo(reader, wanted);
    const passage = { hash, onProgress: reader.onProgress };
    await readText(file, found, form, passage, { onRecord, onPause: reader.onPause });
    const above = titles();
    if (above === null) throw emptyFile(file);
    return {
      hash: hash.digest('hex'),
      rows: rows(),
      understood: [...textUnderstood(form, above), ...told()],
    };
  };
  const form = await textFormOf(file, found.kind, wanted);
  try {
    return await read(form);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    return read(await otherEncoding(file, found.kind, wanted));
  }
}

/** A workbook lies in memory, packed, while its sheet streams. */
const MOST_WORKBOOK_BYTES = 512 * 2 ** 20;

async function readBook(
  file: DataFile,
  size: number,
  reader: SheetReader,
  wanted: readonly string[],
): Promise<SheetRead> {
  if (size > MOST_WORKBOOK_BYTES) {
    throw new ShelfcastError(
      'too_large',
      `${file.name} is over ${MOST_WORKBOOK_BYTES} bytes; save it as CSV`,
      { reasons: [found('unpacks_too_long', { megabytes: megabytes(MOST_WORKBOOK_BYTES) })] },
    );
  }
  const packed = await readFile(file.path);
  checkUnpacked(file, packed);
  const form = await workbookFormOf(file, packed, wanted);
  const { onRecord, rows, titles, told } = rowsTo({ ...reader, padShort: true }, wanted);
  reader.onProgress?.(0, size);
  await readWorkbook(file, packed, form, { onRecord, onPause: reader.onPause });
  const above = titles();
  if (above === null) throw emptyFile(file);
  reader.onProgress?.(size, size);
  const understood: Found[] =
    form.sheets.length > 1 ? [found('sheet', { sheet: form.sheet, sheets: form.sheets.length })] : [];
  if (above > 0) understood.push(aboveHeader(above));
  return {
    hash: createHash('sha256').update(packed).digest('hex'),
    rows: rows(),
    understood: [...understood, ...told()],
    from1904: form.from1904,
  };
}

/** Turns records into the calls of a reader: the first is the header. */
function rowsTo(reader: SheetReader & { padShort?: boolean }, wanted: readonly string[]) {
  let shape: ReturnType<typeof rowShape> | undefined;
  let columns = 0;
  let rows = 0;
  let headerLine = 0;
  let header: string[] = [];
  let across: Across | null = null;
  let headersAgain = 0;
  reader.onStart?.();
  const onRecord: RecordReader['onRecord'] = (cells, line) => {
    unwrap(cells);
    if (!shape) {
      header = cells.map(cleanName);
      shape = rowShape(header);
      columns = header.length;
      headerLine = line;
      across = acrossOf(header, wanted);
      reader.onHeader(across?.columns ?? header);
      return;
    }
    if (reader.padShort) while (cells.length < columns) cells.push('');
    const fitted = shape(cells);
    if (fitted === 'empty') return;
    if (isHeaderAgain(cells, header)) {
      headersAgain++;
      return;
    }
    if (fitted === 'ragged') {
      rows++;
      reader.onBadRow(line, raggedReason(cells.length, columns), across?.othersOf(cells) ?? cells);
      return;
    }
    for (const row of across?.rowsOf(fitted.cells) ?? [fitted.cells]) {
      rows++;
      reader.onRow(row, line);
    }
  };
  return {
    onRecord,
    rows: () => rows,
    titles: () => (shape ? headerLine - 1 : null),
    told: (): Found[] => [
      ...(across ? [across.understood] : []),
      ...(headersAgain > 0 ? [found('header_again', { rows: headersAgain })] : []),
    ],
  };
}

function textUnderstood({ encoding, headerAt }: TextForm, titles: number): Found[] {
  const told = encoding.told ? [found('encoding', { encoding: encoding.name })] : [];
  return headerAt > 0 ? [...told, aboveHeader(titles)] : told;
}

function aboveHeader(lines: number): Found {
  return lines === 1 ? found('line_above_header') : found('lines_above_header', { lines });
}

function emptyFile({ name }: DataFile): ShelfcastError {
  return new ShelfcastError('invalid', `${name} is empty: a line must name the columns`, {
    reasons: [found('file_empty')],
  });
}

interface SheetSample {
  columns: string[];
  rows: string[][];
  /** What is wrong with the first row whose values cannot be told to columns. */
  ragged: Found | null;
  understood: Found[];
}

/** The first rows of a file under its column names, and at most as many again from among those behind them up to row `until`. */
export async function sampleSheet(
  source: DataSource,
  rows: number,
  wanted: readonly string[] = [],
  until = rows,
): Promise<SheetSample> {
  const enough = new Error('enough');
  const sample: SheetSample = { columns: [], rows: [], ragged: null, understood: [] };
  const step = Math.ceil((until - rows) / rows);
  let count = 0;
  try {
    const read = await readSheet(
      source,
      {
        onStart: () => {
          Object.assign(sample, { columns: [], rows: [], ragged: null });
          count = 0;
        },
        onHeader: (columns) => (sample.columns = columns),
        onRow: (values) => {
          count++;
          if (count <= rows || (count - rows) % step === 0) sample.rows.push(values);
          if (count >= until) throw enough;
        },
        onBadRow: (_line, what) => (sample.ragged ??= what),
      },
      wanted,
    );
    sample.understood = read.understood;
  } catch (error) {
    if (error !== enough) throw error;
  }
  return sample;
}
