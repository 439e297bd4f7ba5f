import type { DateOrder, DemandSchema } from '../contract/dataSchema';
import { MAX_TEXT_CHARACTERS } from '../contract/limits';
import { promotionText } from '../common/promotionText';
import { skuKey } from '../common/sku';
import { weekOf, type Week } from '../common/week';
import { cleanText, placesOf } from './columns';
import { isoDayOf } from './day';
import type { Findings } from './findings';
import { keepCheck } from './keepRules';
import { numberOf } from './number';
import type { Sale } from './panelBuilder';

const MAX_SKU_CHARACTERS = 128;

/** A date has its year last and nothing says whether day or month comes first. */
export class UnorderedDate extends Error {}

export interface DatedSale extends Sale {
  /** ISO day. */
  day: string;
}

/** The columns that a demand schema names, each once. */
function demandColumns(schema: DemandSchema): string[] {
  const { sku, date, target, price, description, promo_text, numeric, categorical, keep } = schema;
  const named = [
    sku,
    date,
    target,
    description,
    ...numeric,
    ...categorical,
    ...keep.map((rule) => rule.column),
  ];
  if (price) named.push(price);
  if (promo_text) named.push(promo_text);
  return [...new Set(named)];
}

/**
 * A function from a row's values to its cleaned sale; null when the row is dropped, with the reason in `dropped`.
 * What is kept but read as missing goes to `notes`. Throws UnorderedDate.
 */
export function saleReader(
  schema: DemandSchema,
  header: readonly string[],
  order: DateOrder | undefined,
  dropped: Findings,
  notes: Findings,
): (values: readonly string[], line: number) => DatedSale | null {
  const places = placesOf(header, demandColumns(schema));
  const keeps = keepCheck(schema.keep, places);
  const place = (column: string | undefined): number => (column === undefined ? -1 : places.get(column)!);
  const [skuAt, dateAt, targetAt, descriptionAt] = [
    schema.sku,
    schema.date,
    schema.target,
    schema.description,
  ].map(place) as [number, number, number, number];
  const priceAt = place(schema.price);
  const promoAt = place(schema.promo_text);
  const numericAt = schema.numeric.map((name) => ({ name, at: place(name) }));
  const categoricalAt = schema.categorical.map(place);
  const perSale = schema.granularity === 'transaction';
  const days = dayCache(order);

  return (values, line) => {
    const drop = (reason: string, value: string): null => {
      dropped.add(reason, line, value);
      return null;
    };
    const failed = keeps(values);
    if (failed) return drop(failed.reason, failed.value);

    const sku = skuKey(values[skuAt]);
    if (!sku) return drop(`${schema.sku} is empty`, '');
    if (sku.length > MAX_SKU_CHARACTERS)
      return drop(`${schema.sku} is over ${MAX_SKU_CHARACTERS} characters`, sku);

    const date = values[dateAt].trim();
    if (!date) return drop(`${schema.date} is empty`, '');
    const day = days(date);
    if (!day) return drop(`${schema.date} is no date`, date);

    const unitsText = values[targetAt];
    const units = numberOf(unitsText);
    if (units === null) return drop(`${schema.target} is empty`, unitsText);
    if (Number.isNaN(units)) return drop(`${schema.target} is no number up to a billion`, unitsText);
    if (perSale && units <= 0) return drop(`${schema.target} is not above zero`, unitsText);
    if (units < 0) return drop(`${schema.target} is negative`, unitsText);

    let price: number | null = null;
    if (priceAt >= 0) {
      const priceText = values[priceAt];
      price = numberOf(priceText);
      if (Number.isNaN(price)) return drop(`${schema.price} is no number up to a billion`, priceText);
      if (price !== null && price <= 0) {
        if (perSale) return drop(`${schema.price} is not above zero`, priceText);
        notes.add(`${schema.price} is not above zero: taken as unknown`, line, priceText);
        price = null;
      }
    }

    const extras: (number | string | null)[] = numericAt.map(({ name, at }) => {
      const number = numberOf(values[at]);
      if (!Number.isNaN(number)) return number;
      notes.add(`${name} is no number up to a billion: taken as unknown`, line, values[at]);
      return null;
    });
    for (const at of categoricalAt) extras.push(cleanText(values[at]) || null);

    return {
      sku,
      ...day,
      units,
      price,
      description: text(values[descriptionAt]),
      promoText: (promoAt >= 0 && promotionText(text(values[promoAt]))) || '',
      extras,
    };
  };
}

function text(value: string): string {
  return cleanText(value).slice(0, MAX_TEXT_CHARACTERS);
}

/** Days and weeks of date texts. Days are few where rows are many: each is worked out once. */
function dayCache(order: DateOrder | undefined): (date: string) => { day: string; week: Week } | null {
  const known = new Map<string, { day: string; week: Week }>();
  return (date) => {
    const key = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(date) ? date.slice(0, 10) : date;
    const found = known.get(key);
    if (found) return found;
    const day = isoDayOf(date, order);
    if (day === 'unordered') throw new UnorderedDate();
    if (day === null) return null;
    const entry = { day, week: weekOf(day) };
    known.set(key, entry);
    return entry;
  };
}
