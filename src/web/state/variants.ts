/** A change to try against the base: an empty field leaves the base as it is. */
export interface Variant {
  promo_text: string;
  price: string;
  date: string;
}

const SEPARATOR = '\u001f';

export function variantsFrom(params: URLSearchParams): Variant[] {
  return params.getAll('variant').map((text) => {
    const [promo_text = '', price = '', date = ''] = text.split(SEPARATOR);
    return { promo_text, price, date };
  });
}

export function addVariants(params: URLSearchParams, variants: Variant[]): URLSearchParams {
  for (const { promo_text, price, date } of variants)
    params.append('variant', [promo_text, price, date].join(SEPARATOR));
  return params;
}

/** The variant as the API takes it; null when its price is no price. */
export function toChange(variant: Variant): Record<string, unknown> | null {
  const change: Record<string, unknown> = {};
  if (variant.promo_text.trim()) change.promo_text = variant.promo_text.trim();
  if (variant.date) change.date = variant.date;
  if (variant.price.trim()) {
    const price = Number(variant.price.replace(',', '.'));
    if (!(price > 0) || !Number.isFinite(price)) return null;
    change.price = price;
  }
  return change;
}
