import { currentFormats } from '../languages/speech';

/**
 * Parses a price: `4.95`, `4,95`, `£1,234.50`, `1.234,50 €`. Null if it is not a number above 0, and for `1,234`, which
 * is ambiguous.
 */
export function parsePrice(text: string): number | null {
  const bare = text.replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
  const price = Number(plain(bare));
  return bare !== '' && price > 0 && Number.isFinite(price) ? price : null;
}

/** Parses a number of any sign; null if it is not a number. */
export function parseNumber(text: string): number | null {
  const [, sign, bare] = /^\s*([-+\u2212]?)\s*(.*?)\s*$/.exec(text)!;
  const number = Number(plain(bare));
  if (bare === '' || !Number.isFinite(number)) return null;
  return sign === '' || sign === '+' ? number : -number;
}

function plain(text: string): string {
  if (/^(\d+,\d{1,2}|0,\d+)$/.test(text)) return text.replace(',', '.');
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return text;
}

/** A price as typed in the page's language, with its decimal sign only. */
export function typedPrice(price: number): string {
  return withDecimalSign(price.toFixed(2));
}

/** A number as typed in the page's language, which `parseNumber` reads. */
export function typedNumber(value: number): string {
  const typed = withDecimalSign(String(value));
  return parseNumber(typed) === value ? typed : String(value);
}

function withDecimalSign(text: string): string {
  return currentFormats().fixed(0.5, 1).includes(',') ? text.replace('.', ',') : text;
}
