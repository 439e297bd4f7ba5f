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

function plain(text: string): string {
  if (/^\d+,\d{1,2}$/.test(text)) return text.replace(',', '.');
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  return text;
}

/** A price as one types it in the page's language: with its decimal sign and no other. */
export function typedPrice(price: number): string {
  const hasComma = currentFormats().fixed(0.5, 1).includes(',');
  return hasComma ? price.toFixed(2).replace('.', ',') : price.toFixed(2);
}
