import { currentFormats } from '../languages/speech';

/**
 * A price as people write it: `4.95`, `4,95`, `£1,234.50`, `1.234,50 €`. Null where it is no number above 0, and for
 * `1,234`, which is more than a thousand to one reader and little more than one to another.
 */
export function parsePrice(text: string): number | null {
  const bare = text.replace(/^[^\d.,-]+|[^\d.,]+$/g, '');
  const price = Number(plain(bare));
  return bare !== '' && price > 0 && Number.isFinite(price) ? price : null;
}

/** A number of any sign as people write it; null where it is none. */
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

/** A price as one types it in the page's language: with its decimal sign and no other. */
export function typedPrice(price: number): string {
  return withDecimalSign(price.toFixed(2));
}

/** A number as one types it in the page's language, in the way that `parseNumber` reads. */
export function typedNumber(value: number): string {
  const typed = withDecimalSign(String(value));
  return parseNumber(typed) === value ? typed : String(value);
}

function withDecimalSign(text: string): string {
  return currentFormats().fixed(0.5, 1).includes(',') ? text.replace('.', ',') : text;
}
