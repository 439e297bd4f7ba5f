import type { Example } from '../../contract/catalog';
import { getJson } from '../api/client';
import { typedNumber, typedPrice } from './parsePrice';
import { EMPTY_SHEET, exampleSheet, holdsSheet, type ProductSheet } from './productSheet';
import { type Answer, useAnswer } from './useAnswer';

/** The initial content of the page. */
export interface Opening {
  /** A product of the active model's shop, a mug for the demo shop, empty without a shop. */
  sheet: ProductSheet;
  /** A promotion text of the shop; empty if it has none. */
  promotion: string;
}

/** Null while it is unknown or unavailable. */
export function useExample(): Answer<Opening> {
  return useAnswer({
    key: 'example',
    ask: async (signal) => openingOf(await getJson<Example>('/example', signal)),
  });
}

/** True while the example of a view with an empty address is loading: anything typed before would replace it. */
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

/** A value as typed in the page's language. */
function typed(value: string | number | null): string {
  return typeof value === 'number' ? typedNumber(value) : (value ?? '');
}
