import type { Example } from '../../contract/catalog';
import { getJson } from '../api/client';
import { typedNumber, typedPrice } from './parsePrice';
import { EMPTY_SHEET, exampleSheet, type ProductSheet } from './productSheet';
import { type Answer, useAnswer } from './useAnswer';

/**
 * What the page opens with: a product of the shop that the active model forecasts, a mug in the demo shop, nothing where
 * there is no shop; null until that is known, or where it cannot be.
 */
export function useExample(): Answer<ProductSheet> {
  return useAnswer({
    key: 'example',
    ask: async (signal) => sheetOf(await getJson<Example>('/example', signal)),
  });
}

function sheetOf({ item, synthetic }: Example): ProductSheet {
  if (synthetic) return exampleSheet();
  if (!item) return EMPTY_SHEET;
  const features = Object.entries(item.features ?? {}).map(([column, told]) => [column, typed(told)]);
  const price = item.price ? typedPrice(item.price) : '';
  return { ...EMPTY_SHEET, description: item.description, price, features: Object.fromEntries(features) };
}

/** A value as one types it in the page's language. */
function typed(value: string | number | null): string {
  return typeof value === 'number' ? typedNumber(value) : (value ?? '');
}
