import { encode } from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import { dayOf, isoOf } from '../../../src/common/day';
import { shopRows, type ShopRow, UNITS, WEEKS } from './shop';
import { DATES, DELIMITERS, ENCODINGS, LINE_ENDS, NUMBERS, SURROUNDINGS } from './styles';

/** A file and what is right for it. */
export interface HostileFile {
  name: string;
  bytes: Uint8Array;
  /** Beside the columns of the shop. */
  schema: Readonly<Record<string, unknown>>;
  /** Units by product and week, null where they are not known; or the words of the refusal. */
  right: Readonly<Record<string, readonly (number | null)[]>> | RegExp;
  /** Words that the report has, of what was understood or left out. */
  told?: RegExp;
}

const COLUMNS = ['sku', 'date', 'units', 'price', 'name'];

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

interface Style {
  encoding?: string;
  delimiter?: string;
  lineEnd?: string;
  number?: string;
  date?: string;
  around?: string;
}

function file(
  {
    encoding = 'utf-8',
    delimiter = ',',
    lineEnd = '\n',
    number = 'plain',
    date = 'iso',
    around = 'nothing',
  }: Style,
  change: (row: ShopRow) => ShopRow = (row) => row,
): Uint8Array {
  const { names, encode: toBytes } = ENCODINGS[encoding];
  const lines = shopRows(names)
    .map(change)
    .map(({ sku, day, units, price, name }) =>
      [sku, DATES[date](day), NUMBERS[number](units, true), NUMBERS[number](price, false), name]
        .map((cell) => quoted(cell, delimiter))
        .join(delimiter),
    );
  return toBytes(
    SURROUNDINGS[around]([COLUMNS.join(delimiter), ...lines], delimiter).join(lineEnd) + lineEnd,
  );
}

/** Every style of every kind, each with the others' in turn, so that all kinds meet. */
function combinations(): HostileFile[] {
  const [encodings, numbers, dates, arounds] = [ENCODINGS, NUMBERS, DATES, SURROUNDINGS].map(Object.keys);
  const inTurn = <T>(values: readonly T[], turn: number): T => values[turn % values.length];
  return Array.from({ length: 108 }, (_, turn) => {
    const encoding = inTurn(encodings, turn);
    const western = !/gb18030|big5|shift_jis|1252/.test(encoding);
    const number = inTurn(numbers, turn * 7 + Math.floor(turn / 10));
    const date = inTurn(dates, turn * 5 + Math.floor(turn / 9));
    const style = {
      encoding,
      delimiter: inTurn(DELIMITERS, turn * 3 + Math.floor(turn / 12)),
      lineEnd: inTurn(LINE_ENDS, turn + Math.floor(turn / 12)),
      // An old encoding has not every sign.
      number:
        western || !/thin|euros|pounds|width|apostrophes/.test(number) ? number : 'thousands with points',
      date: western || date !== 'east asian' ? date : 'dots',
      around: inTurn(arounds, turn * 2 + Math.floor(turn / 9)),
    };
    return {
      name: Object.values(style)
        .map((value) => JSON.stringify(value))
        .join(' '),
      bytes: file(style),
      schema: {},
      right: UNITS,
    };
  });
}

const HEADER = COLUMNS.join(',');
const text = (...lines: string[]): Uint8Array => Buffer.from(`${lines.join('\n')}\n`);
const row = (week: number, units: string, rest = '4.5,Mug'): string => `A1,${WEEKS[week]},${units},${rest}`;
const only = (
  name: string,
  lines: string[],
  right: HostileFile['right'],
  more: Partial<HostileFile> = {},
) => ({
  name,
  bytes: text(HEADER, ...lines),
  schema: {},
  right,
  ...more,
});

/** Files with one mistake each, and files that can be read in more than one way. */
function mistakes(): HostileFile[] {
  const good = [row(0, '10'), row(1, '11'), row(2, '12')];
  return [
    only(
      'NA for a number',
      [row(0, '10'), row(1, 'NA'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /units is empty/ },
    ),
    only(
      'a word for a number',
      [row(0, '10'), row(1, 'ten'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /ten/ },
    ),
    only(
      'a unit beside a number',
      [row(0, '10'), row(1, '11 kg'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /11 kg/ },
    ),
    only('a trailing comma', [row(0, '10'), `${row(1, '11')},`, row(2, '12')], { A1: [10, 11, 12] }),
    only(
      'a value too many',
      [row(0, '10'), `${row(1, '11')},x`, row(2, '12')],
      { A1: [10, null, 12] },
      { told: /more values than/ },
    ),
    only(
      'a value too few',
      [row(0, '10'), `A1,${WEEKS[1]},11`, row(2, '12')],
      { A1: [10, null, 12] },
      { told: /fewer values than/ },
    ),
    only(
      'a price that is none',
      [row(0, '10', 'dear,Mug'), ...good.slice(1)],
      { A1: [10, 11, 12] },
      { told: /price is no number .*dear/ },
    ),
    only(
      'a date that is none',
      [row(0, '10'), 'A1,soon,11,4.5,Mug', row(2, '12')],
      { A1: [10, null, 12] },
      { told: /date is no date/ },
    ),
    only(
      'a day that does not exist',
      [row(0, '10'), 'A1,2025-02-30,11,4.5,Mug', row(2, '12')],
      { A1: [10, null, 12] },
      { told: /date is no date/ },
    ),
    only('no code', [...good, `,${WEEKS[0]},9,4.5,Mug`], { A1: [10, 11, 12] }, { told: /sku is empty/ }),
    only(
      'an accounting minus',
      [row(0, '10'), row(1, '(11)'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /units is negative/ },
    ),
    only(
      'a minus behind',
      [row(0, '10'), row(1, '11-'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /units is negative/ },
    ),
    only(
      'a number beyond all',
      [row(0, '10'), row(1, '1e12'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /up to a billion/ },
    ),
    only(
      'money for units',
      [row(0, '10'), row(1, '£11'), row(2, '12')],
      { A1: [10, null, 12] },
      { told: /units is no number of units.*£11/ },
    ),
    only(
      'a percentage for a price',
      [row(0, '10'), row(1, '11', '10%,Mug'), row(2, '12')],
      { A1: [10, 11, 12] },
      { told: /price is no number.*10%/ },
    ),
    only(
      'codes in several spellings',
      [row(0, '10'), `a1,${WEEKS[1]},11,4.5,Mug`, ` A1 ,${WEEKS[2]},12,4.5,Mug`],
      { A1: [10, 11, 12] },
      { told: /earlier spelling/ },
    ),
    only('zeros before a code', [`007,${WEEKS[0]},10,4.5,Mug`, `7,${WEEKS[0]},20,4.5,Jug`], {
      '007': [10],
      '7': [20],
    }),
    only(
      'accents of a code in two encodings',
      [`É1,${WEEKS[0]},10,4.5,Mug`, `E\u03011,${WEEKS[1]},11,4.5,Mug`],
      { É1: [10, 11] },
      { told: /earlier spelling/ },
    ),
    only(
      'thousands shown by another column',
      [row(0, '"1,000"'), row(1, '"1,100"')],
      { A1: [1000, 1100] },
      { told: /units is read with a decimal point/ },
    ),
    only(
      'thousands that nothing shows',
      [row(0, '1.000', '4,Mug'), row(1, '1.100', '4,Mug')],
      /'1\.000' in line 2 of the column 'units'.*"decimal": "point" or "decimal": "comma"/,
    ),
    only(
      'the same with the schema saying it',
      [row(0, '1.000', '4,Mug'), row(1, '1.100', '4,Mug')],
      { A1: [1000, 1100] },
      { schema: { decimal: 'comma' } },
    ),
    only(
      'both decimal signs in one column',
      [row(0, '10', '"4,5",Mug'), row(1, '11', '4.5,Mug')],
      /mixes a decimal point and a decimal comma: .*'4,5' in line 2/,
    ),
    only('a late proof of the decimal sign', [row(0, '1.234', '"4",Mug'), row(1, '"1.234,0"', '4,Mug')], {
      A1: [1234, 1234],
    }),
    only(
      'two currencies',
      [row(0, '10', '£4,Mug'), row(1, '11', '€4,Mug')],
      /'price' has two currencies: '£4' in line 2 and '€4' in line 3/,
    ),
    only('one currency in two ways', [row(0, '10', '£4,Mug'), row(1, '11', 'GBP 4,Mug')], { A1: [10, 11] }),
    only(
      'a code in scientific notation',
      [`4.00639E+12,${WEEKS[0]},10,4.5,Mug`],
      /'4\.00639E\+12' of the column 'sku' is in scientific notation.*format the column as text/,
    ),
    only(
      'dates that nothing orders',
      ['A1,01/02/2025,10,4.5,Mug', 'A1,08/02/2025,11,4.5,Mug'],
      /'01\/02\/2025'.*"date_order": "day\/month\/year" or "date_order": "month/,
    ),
    only(
      'dates that contradict each other',
      ['A1,25/02/2025,10,4.5,Mug', 'A1,02/25/2025,11,4.5,Mug'],
      /mixes the day first and the month first/,
    ),
    only(
      'years of two digits at either end',
      ['A1,06-01-25,10,4.5,Mug'],
      /date is no date; write it as YYYY-MM-DD/,
    ),
    only('a second row of a week', [row(0, '10'), row(0, '11')], /line 3 is a second row of 'A1'/),
    only(
      'rows of every second week',
      [6, 20, 34, 48].map((day) => `A1,${isoOf(dayOf('2025-01-01') + day)},10,4.5,Mug`),
      /look like 2-weekly totals.*"every": "week"/,
    ),
    only(
      'rows of months',
      ['01-01', '02-01', '03-01'].map((day) => `A1,2025-${day},10,4.5,Mug`),
      /look like monthly totals/,
    ),
    only('nothing but a header', [], /has a header and no rows/),
    only(
      'a quote that never closes',
      [row(0, '10'), `A1,${WEEKS[1]},11,4.5,"Mug`],
      /opens a quote after line 2/,
    ),
    { name: 'an empty file', bytes: Buffer.alloc(0), schema: {}, right: /is empty/ },
    {
      name: 'other columns',
      bytes: text('a,b', '1,2'),
      schema: {},
      right:
        /the schema names .*'sku'.* but the data's columns are 'a', 'b'|has no column name; its columns: a, b/,
    },
    {
      name: 'a column twice',
      bytes: text(`${HEADER},units`, `${row(0, '10')},11`),
      schema: {},
      right: /two columns 'units'/,
    },
    { name: 'no text at all', bytes: Buffer.from([...Array(64).keys()]), schema: {}, right: /is no text/ },
    {
      name: 'gzip that is cut off',
      bytes: gzipSync(Buffer.from(`${HEADER}\n${good.join('\n')}`)).subarray(0, 50),
      schema: {},
      right: /ends in the middle of its gzip data/,
    },
    {
      name: 'a zip that is no workbook',
      bytes: Buffer.from('PK\x03\x04 and nothing more'),
      schema: {},
      right: /no \.xlsx workbook/,
    },
    {
      name: 'an old workbook',
      bytes: Buffer.from('d0cf11e0a1b11ae10000', 'hex'),
      schema: {},
      right: /old \(\.xls\) or encrypted workbook/,
    },
    {
      name: 'too few odd characters to tell',
      bytes: Buffer.concat([text(HEADER, ...good), encode(`A1,2025-01-27,13,4.5,红灯\n`, 'gb18030')]),
      schema: {},
      right: /fit several encodings/,
    },
    {
      name: 'one line of another encoding',
      bytes: Buffer.concat([
        text(HEADER, row(0, '10', '4.5,Café größer'), row(1, '11', '4.5,Tasse für Öl')),
        encode(`${row(2, '12', '4.5,Größe')}\n`, 'latin1'),
      ]),
      schema: {},
      right: /is UTF-8, but line 4 is not/,
    },
  ];
}

/** The corpus of small hostile files with what is right for each. */
export function hostileFiles(): HostileFile[] {
  return [...combinations(), ...mistakes()];
}
