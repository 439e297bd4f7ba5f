import type { OrderTerms } from '../../contract/orders';
import { parsePrice } from './parsePrice';
import { t } from '../languages/speech';

/** The terms of an order as typed. */
export interface OrderSheet {
  on_hand: string;
  on_order: string;
  lead_weeks: string;
  review_weeks: string;
  pack: string;
  unit_cost: string;
  salvage: string;
  /** The criterion: a service level, or the margin. */
  by: 'service' | 'margin';
  /** Percent. */
  service: number;
}

export type OrderErrors = Partial<Record<keyof OrderSheet, string>>;

export const SERVICE = { least: 50, most: 99 } as const;

/** Default: two weeks of lead time and one until the next order, or less if the model's horizon is shorter. */
export function usualOrder(horizon: number): OrderSheet {
  return {
    on_hand: '',
    on_order: '',
    lead_weeks: String(Math.min(2, Math.max(0, horizon - 1))),
    review_weeks: '1',
    pack: '',
    unit_cost: '',
    salvage: '',
    by: 'service',
    service: 95,
  };
}

export interface OrderAsked {
  /** Null if there are errors. */
  terms: Partial<OrderTerms> | null;
  errors: OrderErrors;
}

/** The order for the API, or errors by field. `price`: whether the product has one. */
export function orderTermsOf(sheet: OrderSheet, horizon: number, price: boolean): OrderAsked {
  const errors: OrderErrors = {};
  const terms: Partial<OrderTerms> = {};
  const units = (field: 'on_hand' | 'on_order', least: number) => {
    const value = numberOf(sheet[field]);
    if (value === undefined) return;
    if (Number.isNaN(value) || value < least) errors[field] = t('order.wrong.units');
    else terms[field] = value;
  };
  units('on_hand', -Infinity);
  units('on_order', 0);
  for (const field of ['lead_weeks', 'review_weeks'] as const) {
    const value = numberOf(sheet[field]);
    if (value === undefined || !Number.isInteger(value) || value < 0) errors[field] = t('order.wrong.weeks');
    else terms[field] = value;
  }
  const span = (terms.lead_weeks ?? 0) + (terms.review_weeks ?? 0);
  if (!errors.lead_weeks && !errors.review_weeks) {
    if (span === 0) errors.review_weeks = t('order.wrong.noWeek');
    if (span > horizon) {
      errors.lead_weeks = t('order.wrong.tooLong', { span, horizon });
    }
  }
  const pack = numberOf(sheet.pack);
  if (pack !== undefined) {
    if (pack > 0) terms.pack = pack;
    else errors.pack = t('order.wrong.pack');
  }
  for (const field of ['unit_cost', 'salvage'] as const) {
    if (sheet[field].trim() === '') continue;
    const value = parsePrice(sheet[field]);
    if (value === null) errors[field] = t('order.wrong.cost');
    else terms[field] = value;
  }
  if (terms.salvage !== undefined && terms.unit_cost !== undefined && terms.salvage >= terms.unit_cost) {
    errors.salvage = t('order.wrong.salvage');
  }
  if (sheet.by === 'service') terms.service_level = sheet.service / 100;
  else if (sheet.unit_cost.trim() === '') errors.unit_cost = t('order.wrong.needsCost');
  else if (!price) errors.by = t('order.wrong.needsPrice');
  return { terms: Object.keys(errors).length === 0 ? terms : null, errors };
}

/** Undefined for an empty field, NaN for an invalid number. */
function numberOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text.trim().replace(',', '.'));
}
