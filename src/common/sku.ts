import { withoutHidden } from './hidden';

/** The canonical form of a product's code, by which sales, catalog and requests are matched. */
export function skuKey(code: string): string {
  return withoutHidden(code).normalize('NFC').trim().toUpperCase();
}
