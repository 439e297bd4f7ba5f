import { currencyOf } from './currency';
import { withPlainDigits } from './digits';
import { isMissing } from './missing';

/** A number under each decimal sign; NaN if it cannot be read so. */
export interface NumberText {
  point: number;
  comma: number;
  /** The currency next to it, as ISO code if known. */
  currency: string | null;
  percent: boolean;
}

const SPACES = /[\s\u00A0\u2007\u2009\u202F]+/g;
const APOSTROPHES = /[’ʼ`´٬]/g;
const ARABIC_POINT = /٫/g;
const MINUS = /[−–﹣－]/g;
/** Words for pieces after a number, as tills and marketplaces write them. */
const PIECES =
  /(?<=\d)\s*(?:pcs?|pieces?|units?|ea|x|stk|stück|st|pi[eè]ces?|pz|pezzi|uds?|unidades|stuks|szt|adet|шт|штук[аи]?|个|個|件)\.?$/iu;
const GROUPS: Readonly<Record<string, RegExp>> = {
  ',': /^[1-9]\d{0,2}(,\d{3})+$|^[1-9]\d?(,\d{2})+,\d{3}$/,
  '.': /^[1-9]\d{0,2}(\.\d{3})+$/,
  "'": /^[1-9]\d{0,2}('\d{3})+$/,
  ' ': /^[1-9]\d{0,2}( \d{3})+$/,
};

/**
 * Reads a number as people write it: thousands separated by points, commas, spaces or apostrophes (Indian grouping
 * too), a currency, a word for pieces, a percent sign, a minus before or after, or parentheses for negative values.
 * Null if missing.
 */
export function readNumber(text: string): NumberText | null {
  if (isMissing(text)) return null;
  let rest = withPlainDigits(text)
    .normalize('NFKC')
    .replace(SPACES, ' ')
    .replace(APOSTROPHES, "'")
    .replace(ARABIC_POINT, '.')
    .replace(MINUS, '-')
    .trim()
    .replace(PIECES, '');
  let sign = 1;
  const negate = (shorter: string): void => {
    sign = -sign;
    rest = shorter.trim();
  };
  const inParentheses = /^\((.+)\)$/.exec(rest);
  if (inParentheses) negate(inParentheses[1]);
  const takeSign = (): void => {
    if (/^-[^-]/.test(rest)) negate(rest.slice(1));
    else if (/^\+[^+-]/.test(rest)) rest = rest.slice(1).trim();
    else if (/[^-]-$/.test(rest) && sign === 1) negate(rest.slice(0, -1));
  };
  takeSign();
  const money = currencyOf(rest);
  if (money) rest = money.rest;
  if (money) takeSign();
  const percent = rest.endsWith('%');
  if (percent) rest = rest.slice(0, -1).trim();
  const scale = percent ? sign / 100 : sign;
  return {
    point: scale * valueOf(rest, '.', ','),
    comma: scale * valueOf(rest, ',', '.'),
    currency: money?.currency ?? null,
    percent,
  };
}

/** The value of digits with a decimal sign and optional thousands separators. */
function valueOf(digits: string, decimal: string, other: string): number {
  const exponent = /^([\d.,]+)[eE]([+-]?\d{1,3})$/.exec(digits);
  const [whole, parts, ...more] = (exponent ? exponent[1] : digits).split(decimal);
  if (more.length > 0 || (parts !== undefined && !/^\d*$/.test(parts)) || (!whole && !parts)) return NaN;
  const plain = /^\d*$/.test(whole);
  if (!plain && (exponent || !isGrouped(whole, other))) return NaN;
  const value = Number(`${whole.replace(/\D/g, '') || '0'}.${parts || '0'}e${exponent?.[2] ?? '0'}`);
  return Number.isFinite(value) ? value : NaN;
}

function isGrouped(whole: string, other: string): boolean {
  return [other, "'", ' '].some((sign) => GROUPS[sign].test(whole));
}
