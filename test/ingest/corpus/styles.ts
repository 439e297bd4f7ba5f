import { gzipSync } from 'node:zlib';
import { encode } from 'iconv-lite';
import { NAMES } from './shop';

/** How a number of the corpus is written; units have no decimals. */
export type NumberStyle = (value: number, isUnits: boolean) => string;

const grouped =
  (group: string, decimal: string): NumberStyle =>
  (value, isUnits) => {
    const [whole, parts] = value.toFixed(isUnits ? 0 : 2).split('.');
    return whole.replace(/\B(?=(\d{3})+$)/g, group) + (parts ? decimal + parts : '');
  };

export const NUMBERS: Readonly<Record<string, NumberStyle>> = {
  plain: (value) => String(value),
  point: grouped('', '.'),
  comma: grouped('', ','),
  'thousands with commas': grouped(',', '.'),
  'thousands with points': grouped('.', ','),
  apostrophes: grouped('’', '.'),
  'thin blanks': grouped('\u202f', ','),
  'blanks and euros': (value, isUnits) => grouped('\u00a0', ',')(value, isUnits) + (isUnits ? '' : ' €'),
  pounds: (value, isUnits) => (isUnits ? '' : '£') + grouped(',', '.')(value, isUnits),
  'full width': (value, isUnits) =>
    grouped('', '.')(value, isUnits).replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
};

const SERIAL_START = Date.UTC(1899, 11, 30);
const parts = (day: string): string[] => day.split('-');

export const DATES: Readonly<Record<string, (day: string) => string>> = {
  iso: (day) => day,
  'iso with time': (day) => `${day} 08:26:00`,
  compact: (day) => day.replaceAll('-', ''),
  'year first, slashes': (day) => parts(day).map(Number).join('/'),
  dots: (day) => parts(day).reverse().join('.'),
  'day first': (day) => parts(day).reverse().join('/'),
  'month first': (day) => `${parts(day)[1]}/${parts(day)[2]}/${parts(day)[0]}`,
  'day numbers': (day) => String((Date.parse(day) - SERIAL_START) / 86_400_000),
  'east asian': (day) => `${parts(day)[0]}年${Number(parts(day)[1])}月${Number(parts(day)[2])}日`,
};

/** Encodings with the names that they can hold. */
export const ENCODINGS: Readonly<
  Record<string, { names: readonly [string, string]; encode(text: string): Buffer }>
> = {
  'utf-8': { names: NAMES.western, encode: (text) => Buffer.from(text) },
  'utf-8 with a mark': { names: NAMES.japanese, encode: (text) => Buffer.from(`\uFEFF${text}`) },
  'utf-16le with a mark': {
    names: NAMES.western,
    encode: (text) => encode(text, 'utf-16le', { addBOM: true }),
  },
  'utf-16be with a mark': {
    names: NAMES.western,
    encode: (text) => encode(text, 'utf-16be', { addBOM: true }),
  },
  'utf-16le': { names: NAMES.western, encode: (text) => encode(text, 'utf-16le') },
  'utf-16be': { names: NAMES.simplified, encode: (text) => encode(text, 'utf-16be') },
  'windows-1252': { names: NAMES.western, encode: (text) => encode(text, 'windows-1252') },
  gb18030: { names: NAMES.simplified, encode: (text) => encode(text, 'gb18030') },
  big5: { names: NAMES.traditional, encode: (text) => encode(text, 'big5') },
  shift_jis: { names: NAMES.japanese, encode: (text) => encode(text, 'shift_jis') },
  'gzip of utf-8': { names: NAMES.plain, encode: (text) => gzipSync(text) },
  'gzip of windows-1252': { names: NAMES.western, encode: (text) => gzipSync(encode(text, 'windows-1252')) },
};

export const DELIMITERS = [',', ';', '\t', '|'];
export const LINE_ENDS = ['\n', '\r\n', '\r'];

/** What a file has around its rows: from its lines (the first is the header) and their delimiter to its text. */
export const SURROUNDINGS: Readonly<Record<string, (lines: string[], delimiter: string) => string[]>> = {
  nothing: (lines) => lines,
  'a title': (lines) => ['Sales of the winter', '', ...lines],
  'a padded title': (lines, delimiter) => [
    `Sales report${delimiter.repeat(4)}`,
    delimiter.repeat(4),
    ...lines,
  ],
  'a total': (lines, delimiter) => [...lines, ['Total', '', '3249', '', ''].join(delimiter)],
  'a German total': (lines, delimiter) => [...lines, '', ['Summe:', '', '3249', '', ''].join(delimiter)],
  'a separator line': (lines, delimiter) => [`sep=${delimiter}`, ...lines],
  'empty lines': (lines, delimiter) => lines.flatMap((line) => [line, '']).concat(delimiter.repeat(4)),
  'empty cells at the end': (lines, delimiter) => lines.map((line) => line + delimiter.repeat(2)),
  'blanks around the names': ([header, ...lines], delimiter) => [
    header.split(delimiter).join(` ${delimiter} `),
    ...lines,
  ],
};
