import type { DateOrder } from '../../contract/dataSchema';
import { isoDayOf } from './day';
import { readNumber } from './number';

/** A numeric cell of a table: the number's text, its multiplier, and its unit. */
export interface Figure {
  text: string;
  times: number;
  /** A word or sign next to the number; '' if there is none. */
  unit: string;
  /** For a date: its year and the share of it that has passed. */
  year: number | null;
}

/** Units of the same quantity: all are converted to the first in a line. */
const UNITS: readonly Readonly<Record<string, number>>[] = [
  {
    cm: 1,
    mm: 0.1,
    dm: 10,
    m: 100,
    km: 1e5,
    in: 2.54,
    inch: 2.54,
    inches: 2.54,
    '"': 2.54,
    '″': 2.54,
    ft: 30.48,
    feet: 30.48,
  },
  { kg: 1, mg: 1e-6, g: 1e-3, gr: 1e-3, t: 1e3, lb: 0.45359237, lbs: 0.45359237, oz: 0.028349523125 },
  { l: 1, ml: 1e-3, cl: 1e-2, dl: 0.1, liter: 1, litre: 1, liters: 1, litres: 1, 'fl oz': 0.0295735295625 },
  { gb: 1, kb: 1e-6, mb: 1e-3, tb: 1e3 },
  { ghz: 1, mhz: 1e-3 },
  {
    min: 1,
    mins: 1,
    minute: 1,
    minutes: 1,
    s: 1 / 60,
    sec: 1 / 60,
    h: 60,
    hr: 60,
    hrs: 60,
    hour: 60,
    hours: 60,
  },
  { years: 1, year: 1, yrs: 1, yr: 1, months: 1 / 12, month: 1 / 12 },
];
const KNOWN = new Map(
  UNITS.flatMap((sizes) =>
    Object.entries(sizes).map(([unit, times]) => [unit, { unit: Object.keys(sizes)[0], times }]),
  ),
);

const MULTIPLES: Readonly<Record<string, number>> = {
  k: 1e3,
  M: 1e6,
  B: 1e9,
  mn: 1e6,
  bn: 1e9,
  万: 1e4,
  亿: 1e8,
  萬: 1e4,
  億: 1e8,
};
/** A letter for thousands or millions after the digits, with or without a currency. */
const MULTIPLE = /^(.*\d) ?([kK]|M|B|mn|bn|万|亿|萬|億)(?: ?(\p{Sc}|[元円]))?\+?$/u;
/** Signs for about, or for a bound. */
const ABOUT = /^(?:[~≈<>≤≥]=?|ca\.|約|约) ?/u;
const WITH_UNIT = /^([-+]?\d[\d.,' ]*?) ?([\p{L}°"″′'²³%][\p{L}°²³% /.-]{0,23}?)\.?$/u;

/** Singular and plural of a unit. */
const PLURAL = /(?<=[a-z]{2})s$/;

/**
 * The number in a cell: plain, with a unit, with a letter for thousands (12.5k), approximate or a bound (~20, 500+), or
 * a date. A cell without a number is returned unchanged.
 */
export function figureOf(cell: string, order: DateOrder | undefined): Figure {
  const plain = { text: cell, times: 1, unit: '', year: null };
  if (isNumber(cell)) return plain;
  const day = isoDayOf(cell, order);
  if (day !== null && day !== 'unordered') return { ...plain, year: yearOf(day) };
  const bare = cell.trim().replace(ABOUT, '');
  const exact = bare.replace(/(?<=\d)\+$/, '');
  if (isNumber(exact)) return { ...plain, text: exact };
  const multiple = MULTIPLE.exec(bare);
  if (multiple) {
    const [, digits, letter, currency = ''] = multiple;
    if (isNumber(digits))
      return { ...plain, text: digits + currency, times: MULTIPLES[letter === 'K' ? 'k' : letter] };
  }
  const [, number, word] = WITH_UNIT.exec(exact) ?? [];
  if (number === undefined || !isNumber(number)) return plain;
  const unit = word.trim().toLowerCase();
  return { ...plain, text: number, times: 1, unit: unit.replace(PLURAL, ''), ...KNOWN.get(unit) };
}

/** Whether it is a number, or missing. */
function isNumber(text: string): boolean {
  const number = readNumber(text);
  return number === null || !Number.isNaN(number.point) || !Number.isNaN(number.comma);
}

function yearOf(day: string): number {
  const [year, month, date] = day.split('-').map(Number);
  const [start, next] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
  return year + (Date.UTC(year, month - 1, date) - start) / (next - start);
}
