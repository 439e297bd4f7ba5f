import type { CatalogPage } from '../../contract/catalog';
import { getJson } from '../api/client';
import { EMPTY_SHEET, EXAMPLE_SHEET, type ProductSheet } from './productSheet';
import { useAnswer } from './useAnswer';

/** What the page opens with: a product of the shop's own, or a mug in the demo shop; null until that is known. */
export function useExample(): ProductSheet | null {
  const { phase, value } = useAnswer({
    key: 'example',
    ask: (signal) => getJson<CatalogPage>('/catalog?limit=1', signal),
  });
  if (phase === 'failed') return EXAMPLE_SHEET;
  if (!value) return null;
  const [product] = value.items;
  if (value.synthetic || !product?.description) return EXAMPLE_SHEET;
  const price = product.price === null ? '' : String(product.price);
  return { ...EMPTY_SHEET, description: product.description, price };
}
