import type { CellValue } from 'hucre/xlsx';
import { messageOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import { found, inEnglish } from '../../contract/findings';
import { megabytes } from './megabytes';
import { headerOf } from './layout';
import type { RecordReader } from './recordReader';

/** Signature of an entry in a zip's directory: PK, 1, 2. */
const ENTRY = [0x50, 0x4b, 1, 2];
const MOST_UNPACKED_BYTES = 2 * 2 ** 30;
const SAMPLE_ROWS = 60;
const PAUSE_ROWS = 1000;

export interface WorkbookForm {
  sheet: string;
  sheets: string[];
  headerAt: number;
  /** Whether day numbers count from 1904, as in older spreadsheets on Macs. */
  from1904: boolean;
}

/** The user's options for reading a workbook. */
export interface WorkbookFile {
  name: string;
  sheet?: string;
  /** Limit on its decompressed bytes. */
  mostBytes?: number;
}

/** Signature of older Excel files and of encrypted workbooks. */
const OLD = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** The reader's error for an archive that is not a workbook. */
const NO_WORKBOOK = /missing \[Content_Types\]\.xml/;

/** Throws ShelfcastError for an unsupported kind of workbook, by its first bytes. */
export function refuseOldWorkbook(start: Uint8Array, name: string): void {
  if (!OLD.every((byte, at) => start[at] === byte)) return;
  throw new ShelfcastError(
    'invalid',
    `${name} is an old (.xls) or encrypted workbook; save it as .xlsx without a password, or as CSV UTF-8`,
    { reasons: [found('workbook_old')] },
  );
}

/** Throws ShelfcastError if a workbook's directory says that it decompresses to too much. */
export function checkUnpacked(
  { name, mostBytes = MOST_UNPACKED_BYTES }: WorkbookFile,
  packed: Uint8Array,
): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  let sum = 0;
  for (
    let at = packed.indexOf(ENTRY[0]);
    at >= 0 && at + 46 <= packed.length;
    at = packed.indexOf(ENTRY[0], at + 1)
  ) {
    if (ENTRY.every((byte, place) => packed[at + place] === byte)) sum += view.getUint32(at + 24, true);
  }
  if (sum <= Math.min(mostBytes, MOST_UNPACKED_BYTES)) return;
  throw new ShelfcastError('too_large', `${name} unpacks to more than ${mostBytes} bytes; save it as CSV`, {
    reasons: [found('unpacks_too_long', { megabytes: megabytes(mostBytes) })],
  });
}

/** The sheet to read: the named one, the only one, or the one that looks like data. Throws if that is unclear. */
export async function workbookFormOf(
  file: WorkbookFile,
  packed: Uint8Array,
  wanted: readonly string[],
): Promise<WorkbookForm> {
  const { sheets, from1904 } = await contents(file, packed);
  const named = `it has ${sheets.map((name) => `'${name}'`).join(', ')}`;
  if (file.sheet !== undefined && !sheets.includes(file.sheet)) {
    throw new ShelfcastError('invalid', `${file.name} has no sheet '${file.sheet}'; ${named}`);
  }
  const tried = [];
  for (const sheet of file.sheet === undefined ? sheets : [file.sheet]) {
    const records = await firstRecords(file, packed, sheet);
    const headerAt = headerOf(records, wanted);
    const header = records[headerAt] ?? [];
    const wantedThere = wanted.filter((name) => header.includes(name)).length;
    const columns = header.filter((cell) => cell !== '').length;
    const rows = records.length - headerAt - 1;
    tried.push({
      sheet,
      headerAt,
      wantedThere,
      looksLikeData: columns >= 2 && rows >= 1,
      cells: columns * rows,
    });
  }
  const most = Math.max(...tried.map(({ wantedThere }) => wantedThere));
  const fitting = tried.filter(
    ({ wantedThere, looksLikeData }) => wantedThere === most && (looksLikeData || tried.length === 1),
  );
  if (fitting.length > 1) {
    throw new ShelfcastError(
      'invalid',
      `${file.name} has several sheets that look like data; ${named}; say which with --sheet`,
      { reasons: [found('sheets_open', { sheets: sheets.join(', ') })] },
    );
  }
  const [chosen] = fitting.length === 1 ? fitting : tried;
  return { sheet: chosen.sheet, sheets, headerAt: chosen.headerAt, from1904 };
}

/** Streams the records of a sheet; rows that it does not contain are skipped. */
export async function readWorkbook(
  file: WorkbookFile,
  packed: Uint8Array,
  { sheet, headerAt }: WorkbookForm,
  { onRecord, onPause }: RecordReader,
): Promise<void> {
  let records = 0;
  for await (const { cells, line } of recordsOf(file, packed, sheet)) {
    if (records++ >= headerAt) onRecord(cells, line);
    if (records % PAUSE_ROWS === 0) await onPause?.();
  }
}

async function contents(
  file: WorkbookFile,
  packed: Uint8Array,
): Promise<Pick<WorkbookForm, 'sheets' | 'from1904'>> {
  const { readXlsx } = await import('hucre/xlsx');
  const names: string[] = [];
  const { dateSystem } = await readXlsx(packed, {
    sheets: (info) => {
      if (!info.hidden && !info.veryHidden) names.push(info.name);
      return false;
    },
  }).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (names.length === 0) {
    const reasons = [found('sheets_hidden')];
    throw new ShelfcastError('invalid', `${file.name} has no sheet that is not hidden`, { reasons });
  }
  return { sheets: names, from1904: dateSystem === '1904' };
}

async function firstRecords(file: WorkbookFile, packed: Uint8Array, sheet: string): Promise<string[][]> {
  const records: string[][] = [];
  for await (const { cells } of recordsOf(file, packed, sheet)) {
    if (records.push(cells) === SAMPLE_ROWS) break;
  }
  return records;
}

async function* recordsOf(
  file: WorkbookFile,
  packed: Uint8Array,
  sheet: string,
): AsyncGenerator<{ cells: string[]; line: number }> {
  const { streamXlsxRows } = await import('hucre/xlsx');
  try {
    for await (const { index, values } of streamXlsxRows(packed, { sheet })) {
      const cells = values.map(cellText);
      if (cells.some((cell) => cell !== '')) yield { cells, line: index + 1 };
    }
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: WorkbookFile, cause: unknown): ShelfcastError {
  const reason = messageOf(cause).split('\n')[0];
  if (NO_WORKBOOK.test(reason)) {
    const what = found('zip_packed');
    return new ShelfcastError('invalid', `${file.name}: ${inEnglish(what)}`, { reasons: [what], cause });
  }
  return new ShelfcastError('invalid', `${file.name} is no .xlsx workbook that can be read: ${reason}`, {
    reasons: [found('workbook_damaged')],
    cause,
  });
}

/** A cell as text, with the same meaning as in a text file. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && 'toISOString' in value) return dateText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return String(value);
}

function dateText(date: Date): string {
  const iso = date.toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${iso.slice(11, 19)}`;
}

/** Without an exponent if possible, and without decimals that look like a group of thousands. */
function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const text = String(Number(value.toPrecision(15)));
  return /^-?\d{1,3}\.\d{3}$/.test(text) ? `${text}0` : text;
}
