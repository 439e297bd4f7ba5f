import { z } from 'zod';
import { type Day, dayOf, weekOfDay } from '../common/day';
import { promotionText } from '../common/promotionText';
import { skuKey } from '../common/sku';
import { DAY_MS, FIRST_YEAR, LAST_YEAR, mondayOf, weekOf } from '../common/week';
import { boundedMap } from './bounded';
import { eachAlone } from './eachAlone';
import { isoDay } from './item';
import { MAX_COLUMNS, MAX_FEATURE, MAX_TEXT_CHARACTERS } from './limits';

/** Most sales or weeks in one JSON body; NDJSON has no limit. */
export const MAX_SALES = 5000;
/** Most products in one body: their texts are encoded before it is answered. */
export const MAX_PRODUCTS = 1000;
const MAX_NAME = 128;
const MOST = 1e9;
/** Largest offset of local time from UTC. */
const EASTERNMOST_MS = 14 * 3_600_000;
const NO_TIME = -1;
const TIMED = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/;

/** Lone surrogates: SQLite would make them all the same. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const name = z
  .string()
  .max(MAX_NAME)
  .refine((text) => !LONE_SURROGATE.test(text), 'has half a character, which is no Unicode text');
const named = name.regex(/\S/, 'must not be blank');

const sku = named.transform(skuKey).meta({ description: "The product's code; its case does not count" });
const price = z
  .number()
  .nonnegative()
  .max(MOST)
  .nullable()
  .optional()
  .meta({ description: "Unit price in the data's currency; 0 and null are none" });
const features = boundedMap(
  z.union([z.number().min(-MAX_FEATURE).max(MAX_FEATURE), z.string().max(MAX_TEXT_CHARACTERS), z.null()]),
  MAX_COLUMNS,
)
  .nullable()
  .optional()
  .meta({ description: 'Further columns, by name' });
const units = z.number().min(-MOST).max(MOST);

/** Day and second of the day; the second is -1 if only the day is given. */
const moment = z
  .string()
  .transform((text, context): { day: Day; second: number } => {
    const [, iso, ...clock] = TIMED.exec(text) ?? [];
    const [hours, minutes, seconds] = clock.map((part) => Number(part ?? 0));
    if (!iso || !isoDay.safeParse(iso).success || hours > 23 || minutes > 59 || seconds > 60) {
      context.addIssue(
        `must be an existing day of the years ${FIRST_YEAR} to ${LAST_YEAR}, YYYY-MM-DD, or a day and a time by the shop's clock, YYYY-MM-DDTHH:MM:SS, without a zone`,
      );
      return z.NEVER;
    }
    const day = dayOf(iso);
    if (!isOver(day)) {
      context.addIssue('lies after today');
      return z.NEVER;
    }
    const second = clock[0] === undefined ? NO_TIME : (hours * 60 + minutes) * 60 + seconds;
    return { day, second };
  })
  .meta({ description: "Day of the sale, or day and time by the shop's own clock", example: '2026-03-02' });

const promoText = z
  .string()
  .max(MAX_TEXT_CHARACTERS)
  .nullable()
  .optional()
  .meta({ description: 'Text of the promotion under which it was sold' });

/** One sale, or one line of a receipt. */
export const sale = z
  .strictObject({
    id: named.meta({ description: 'Of this sale alone: what is sent again under it counts once' }),
    sku,
    date: moment,
    units: units.meta({ description: 'Below zero for a return' }),
    price,
    promo_text: promoText,
  })
  // Field by field: spreading takes as long as all the checks.
  .transform(({ id, sku: code, date: { day, second }, units: sold, price: paid, promo_text }) => ({
    id,
    sku: code,
    day,
    second,
    units: sold,
    price: paid || null,
    promoText: promotionText(promo_text),
  }))
  .meta({ id: 'Sale' });

const source = name.default('').meta({
  description: 'Who numbers these sales: ids of different sources are different ids',
});

export const salesRequest = z
  .strictObject({ sales: eachAlone(sale, MAX_SALES), source })
  .meta({ id: 'SalesRequest' });
export const saleLineQuery = z.strictObject({ source });

const week = z
  .string()
  .transform((text, context) => {
    if (!isoDay.safeParse(text).success || mondayOf(weekOf(text)) !== text) {
      context.addIssue('must be the Monday of the week, written as YYYY-MM-DD');
      return z.NEVER;
    }
    if (!isOver(dayOf(text))) {
      context.addIssue('lies after today');
      return z.NEVER;
    }
    return weekOfDay(dayOf(text));
  })
  .meta({ description: 'Monday of the week', example: '2026-03-02' });

const weekTotal = z
  .strictObject({
    sku,
    week,
    units: units.meta({ description: 'Sold in the week, returns taken off' }),
    price,
    promo_text: promoText.meta({ description: 'Text of the promotion that the week had' }),
    features,
  })
  .transform(({ price: paid, promo_text, features: columns, ...rest }) => ({
    ...rest,
    price: paid || null,
    promoText: promotionText(promo_text),
    features: columns && Object.keys(columns).length > 0 ? columns : null,
  }))
  .meta({ id: 'WeekTotal' });

export const weeksRequest = z
  .strictObject({ weeks: eachAlone(weekTotal, MAX_SALES) })
  .meta({ id: 'WeeksRequest' });

const product = z
  .strictObject({
    sku,
    description: z
      .string()
      .max(MAX_TEXT_CHARACTERS)
      .regex(/\S/, 'must say what the product is, not be blank'),
    price: price.meta({
      description: 'Holds until a sale with a price comes in; left out it stays, null takes it away',
    }),
    features: features.meta({
      description: 'Further columns, by name; left out they stay, null takes them away',
    }),
  })
  .transform(({ price: asked, ...rest }) => ({
    ...rest,
    price: asked === undefined ? undefined : asked || null,
  }))
  .meta({ id: 'ToldProduct' });

export const productsRequest = z
  .strictObject({ products: eachAlone(product, MAX_PRODUCTS) })
  .meta({ id: 'ProductsRequest' });

export const completeRequest = z
  .strictObject({
    until: isoDay
      .refine((day) => isOver(dayOf(day)), 'lies after today')
      .meta({
        description: 'Day up to which all sales have been sent',
      }),
  })
  .meta({ id: 'CompleteRequest' });

/** Whether a day has begun anywhere on earth. */
function isOver(day: Day): boolean {
  return day <= Math.floor((Date.now() + EASTERNMOST_MS) / DAY_MS);
}
