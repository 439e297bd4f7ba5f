import type { Example } from '../../contract/catalog';
import { getJson } from '../api/client';
import { typedNumber, typedPrice } from './parsePrice';
import { EMPTY_SHEET, exampleSheet, holdsSheet, type ProductSheet } from './productSheet';
import { type Answer, useAnswer } from './useAnswer';

/** What the page opens with. */
export interface Opening {
  /** A product of the shop that the active model forecasts, a mug in the demo shop, empty where there is no shop. */
  sheet: ProductSheet;
  /** A text as the shop's promotions have it; empty where it has none. */
  promotion: string;
}

/** Null until it is known, or where it cannot be. */
export function useExample(): Answer<Opening> {
  return useAnswer({
    key: 'example',
    ask: async (signal) => openingOf(await getJson<Example>('/example', signal)),
  });
}

/** True while the example is yet to come that a view with an empty address opens with: what is typed before would be all there is. */
export function awaitsExample({ phase }: Answer<Opening>, params: URLSearchParams): boolean {
  return phase === 'loading' && !holdsSheet(params);
}

function openingOf(example: Example): Opening {
  const sheet = sheetOf(example);
  return { sheet, promotion: example.promotion ?? sheet.promo_text };
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
