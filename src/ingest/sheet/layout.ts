import { withoutHidden } from '../../common/hidden';
import { isoDayOf } from '../values/day';
import { readNumber } from '../values/number';
import { isHeaderAcross } from './across';

/** Where a sheet's rows start, and its separator. */
export interface Layout {
  delimiter: string;
  /** Records above the header: titles, a `sep=` line. */
  headerAt: number;
}

/** Splits text into records of cells; an unparsable rest is left out. */
export type Split = (text: string, delimiter: string) => string[][];

const DELIMITERS = [',', ';', '\t', '|'];
const SEPARATOR_LINE = /^\uFEFF?"?sep=([^"\r\n])"?[,;\t|]*(\r\n|\r|\n)/i;
/** Share of a typical row's filled cells that a header must fill. */
const HEADER_FILLED = 0.6;
const HEADER_WITHIN = 30;

/** The layout of a sheet from the start of its text. `wanted`: column names that a schema gives, if any. */
export function layoutOf(start: string, wanted: readonly string[], split: Split): Layout {
  const stated = SEPARATOR_LINE.exec(start)?.[1];
  if (stated !== undefined) {
    const records = split(start.replace(SEPARATOR_LINE, ''), stated);
    return { delimiter: stated, headerAt: 1 + headerOf(records, wanted) };
  }
  const tries = DELIMITERS.map((delimiter) => {
    const records = split(start, delimiter);
    const headerAt = headerOf(records, wanted);
    const header = records[headerAt] ?? [];
    const found = wanted.filter((name) => header.some((cell) => sameName(cell, name))).length;
    const width = header.filter((cell) => cell.trim() !== '').length;
    const even = records.slice(headerAt).filter((record) => record.length === header.length).length;
    return {
      delimiter,
      headerAt,
      found,
      columns: width > 1 ? width * (even / (records.length - headerAt)) : 0,
    };
  });
  const [{ delimiter, headerAt }] = tries.sort((a, b) => b.found - a.found || b.columns - a.columns);
  return { delimiter, headerAt };
}

/** The header: the record with most of the wanted names, else the first that looks like names. */
export function headerOf(records: readonly (readonly string[])[], wanted: readonly string[]): number {
  const first = records.slice(0, HEADER_WITHIN);
  const found = first.map(
    (record) => wanted.filter((name) => record.some((cell) => sameName(cell, name))).length,
  );
  const most = Math.max(0, ...found);
  if (most > 0) return found.indexOf(most);
  const filled = (record: readonly string[]): string[] => record.filter((cell) => cell.trim() !== '');
  const counts = records.map((record) => filled(record).length).sort((a, b) => a - b);
  const usual = counts[Math.floor(counts.length / 2)] ?? 0;
  const least = Math.max(2, Math.ceil(HEADER_FILLED * usual));
  const at = first.findIndex((record) => {
    const cells = filled(record);
    if (cells.length < least || new Set(cells).size < cells.length) return false;
    return cells.every(isName) || isHeaderAcross(cells, isName);
  });
  return Math.max(0, at);
}

function isName(cell: string): boolean {
  const number = readNumber(cell);
  const isNumber = number !== null && !(Number.isNaN(number.point) && Number.isNaN(number.comma));
  return !isNumber && isoDayOf(cell.trim(), 'day/month/year') === null;
}

/** Whether two column names are equal, apart from Unicode forms. */
export function sameName(a: string, b: string): boolean {
  return cleanName(a) === cleanName(b);
}

/** Whether a record repeats the header, as in concatenated files. */
export function isHeaderAgain(cells: readonly string[], header: readonly string[]): boolean {
  return cells[0].trim() === header[0] && cells.every((cell, at) => cleanName(cell) === header[at]);
}

/** A trimmed column name. */
export function cleanName(name: string): string {
  return withoutHidden(name).normalize('NFC').trim();
}
