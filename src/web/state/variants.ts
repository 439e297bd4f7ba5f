import { parsePrice, typedPrice } from './parsePrice';
import { EMPTY_SHEET, sheetFrom, sheetParams, type ProductSheet } from './productSheet';
import type { Opening } from './useExample';

/** A variant of the product: an empty field keeps the product's value. */
export interface Variant {
  promo_text: string;
  price: string;
  date: string;
}

/** A product and its variants. */
export interface Comparison {
  sheet: ProductSheet;
  variants: Variant[];
}

export const NO_CHANGE: Variant = { promo_text: '', price: '', date: '' };
export const MOST_VARIANTS = 8;
const SEPARATOR = '\u001f';
const CHEAPER = 0.8;

/** The comparison in an address; by default one of the example. */
export function comparisonFrom(params: URLSearchParams, opening: Opening | null): Comparison {
  const sheet = sheetFrom(params, opening?.sheet ?? null);
  if (!params.has('variant')) return suggest(sheet, opening);
  const variants = params.getAll('variant').map((text) => {
    const [promo_text = '', price = '', date = ''] = text.split(SEPARATOR);
    return { promo_text, price, date };
  });
  return { sheet, variants: variants.slice(0, MOST_VARIANTS) };
}

export function comparisonParams({ sheet, variants }: Comparison): URLSearchParams {
  const params = sheetParams(sheet);
  for (const { promo_text, price, date } of variants)
    params.append('variant', [promo_text, price, date].join(SEPARATOR));
  return params;
}

/** The product without its promotion, with it or one of the shop's, and at a lower price. */
export function suggest(sheet: ProductSheet, opening: Opening | null): Comparison {
  const promo_text = sheet.promo_text || (opening?.promotion ?? '');
  const price = parsePrice(sheet.price);
  const variants = promo_text || price === null ? [{ ...NO_CHANGE, promo_text }] : [];
  if (price !== null) variants.push({ ...NO_CHANGE, price: typedPrice(price * CHEAPER) });
  return { sheet: { ...sheet, promo_text: EMPTY_SHEET.promo_text }, variants };
}

/** The variant for the API; null if its price is invalid. */
export function toChange(variant: Variant): Record<string, unknown> | null {
  const change: Record<string, unknown> = {};
  if (variant.promo_text.trim()) change.promo_text = variant.promo_text.trim();
  if (variant.date) change.date = variant.date;
  if (variant.price.trim()) {
    const price = parsePrice(variant.price);
    if (price === null) return null;
    change.price = price;
  }
  return change;
}
