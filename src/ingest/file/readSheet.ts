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
  /** Called at the start, and again if reading restarts: earlier rows are then void. */
  onStart?(): void;
  /** The column names. An error thrown here or in onRow ends the read. */
  onHeader(columns: string[]): void;
  /** A row with as many values as the header; `line` is the line of the file on which it ends, from 1. */
  onRow(values: string[], line: number): void;
  /** A row whose values cannot be matched to columns. */
  onBadRow(line: number, what: Found, values: string[]): void;
  onProgress?: OnProgress;
  /** Called from time to time; reading waits for the promise. */
  onPause?(): Promise<void>;
}

/** The number of rows read, and how the file was interpreted. */
export interface SheetRead {
  /** SHA-256 of the file as it lies on disk. */
  hash: string;
  /** Data rows, without empty ones. */
  rows: number;
  /** How the file was interpreted, where that is not obvious. */
  understood: Found[];
  /** True for a workbook whose day numbers count from 1904. */
  from1904?: boolean;
}

/**
 * Reads a file with rows below a header: delimited text in any common encoding, plain or gzip, or a sheet of an .xlsx
 * workbook. `wanted`: the columns named by a schema, which help find the header below titles. If the header has dates,
 * each of their cells becomes a row. Text is streamed. Throws ShelfcastError if the file cannot be read to its end.
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

/** A workbook is held in memory compressed, while its sheet is streamed. */
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

/** Passes records on to a reader: the first is the header. */
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

/** The first rows of a file by column name, and a sample of as many later ones, up to row `until`. */
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
