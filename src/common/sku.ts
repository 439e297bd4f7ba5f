import { withoutHidden } from './hidden';

/** The one spelling of a product's code, under which sales, catalog and requests meet. */
export function skuKey(code: string): string {
  return withoutHidden(code).normalize('NFC').trim().toUpperCase();
}
