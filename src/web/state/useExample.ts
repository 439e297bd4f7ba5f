import type { CatalogPage } from '../../contract/catalog';
import { getJson } from '../api/client';
import { EMPTY_SHEET, exampleSheet, type ProductSheet } from './productSheet';
import { typedPrice } from './parsePrice';
import { useAnswer } from './useAnswer';

/** What the page opens with: a product of the shop's own, or a mug in the demo shop; null until that is known. */
export function useExample(): ProductSheet | null {
  const { phase, value } = useAnswer({
    key: 'example',
    ask: (signal) => getJson<CatalogPage>('/catalog?limit=1', signal),
  });
  if (phase === 'failed') return exampleSheet();
  if (!value) return null;
  const [product] = value.items;
  if (value.synthetic || !product?.description) return exampleSheet();
  const price = product.price === null ? '' : typedPrice(product.price);
  return { ...EMPTY_SHEET, description: product.description, price };
}
