import { z } from 'zod';
import { boundedArray } from './bounded';
import { forecastOptions, horizon } from './forecastRequests';
import { range, timings, warning, weekForecast } from './forecastAnswers';
import { item, isoDay, NOT_BOTH_HISTORIES } from './item';
import { MAX_ASSORTMENT, MAX_COLUMN_NAME, MAX_ITEMS } from './limits';

const MAX_UNITS = 1e9;
const MAX_SPAN_WEEKS = 52;
const units = z.number().min(0).max(MAX_UNITS);
const money = z.number().min(0).max(1e9);
const finite = z.number();

/** The terms of an order, besides its product. */
export const orderTerms = z.strictObject({
  on_hand: z
    .number()
    .min(-MAX_UNITS)
    .max(MAX_UNITS)
    .default(0)
    .meta({ description: 'Units in stock; below 0 what is owed to customers' }),
  on_order: units
    .default(0)
    .meta({ description: 'Units ordered before, which come within the weeks covered' }),
  lead_weeks: z
    .number()
    .int()
    .min(0)
    .max(MAX_SPAN_WEEKS)
    .meta({ description: 'Weeks from the order until it comes' }),
  review_weeks: z
    .number()
    .int()
    .min(0)
    .max(MAX_SPAN_WEEKS)
    .default(1)
    .meta({ description: 'Weeks until the next order is decided' }),
  pack: z
    .number()
    .positive()
    .max(MAX_UNITS)
    .default(1)
    .meta({ description: 'Units that are only bought together' }),
  minimum: units.default(0).meta({ description: 'Units that an order has at least' }),
  unit_cost: money.optional().meta({ description: 'What a unit costs to buy' }),
  salvage: money.optional().meta({ description: 'What a unit left over still brings; default: nothing' }),
  service_level: z.number().min(0.01).max(0.999).optional().meta({
    description:
      'Wanted probability that no demand goes unmet; default: what earns most by price, cost and salvage, or .95 where one of price and cost is not known',
  }),
});

export const orderItem = item.safeExtend(orderTerms.shape).meta({ id: 'OrderItem', ...NOT_BOTH_HISTORIES });

const { model, timeout_ms } = forecastOptions.shape;

export const ordersRequest = z
  .strictObject({ items: boundedArray(orderItem, { min: 1, max: MAX_ITEMS }), model, timeout_ms })
  .meta({ id: 'OrdersRequest' });

export const order = z
  .object({
    sku: z.string().nullable(),
    cold_start: z.boolean(),
    warnings: z.array(warning),
    weeks: z.object({ first: isoDay, last: isoDay, count: z.number().int() }).meta({
      description: 'Weeks that the order is to cover: lead and review',
    }),
    demand: range.meta({
      description: 'Units demanded in these weeks together; the mean is that of the distribution',
    }),
    basis: z.enum(['service_level', 'margin', 'default']).meta({
      description: 'Where the service asked for comes from',
    }),
    service_asked: finite,
    quantity: finite.meta({ description: 'Units to order, in whole packs' }),
    stock: finite.meta({ description: 'Units for these weeks: on hand, on order and the quantity' }),
    service: finite.meta({ description: 'Probability that this stock meets all demand' }),
    expected: z.object({
      sold: finite,
      short: finite.meta({ description: 'Units of demand that the stock does not meet, on average' }),
      left: finite.meta({ description: 'Units left over after these weeks, on average' }),
      revenue: finite
        .nullable()
        .meta({ description: 'Price times what is sold; null where no price is known' }),
      margin: finite.nullable().meta({
        description:
          'Of what is sold, less what is lost on what the order adds to what is left over; null without price and cost',
      }),
    }),
    distribution: z
      .array(z.object({ units: finite, at_most: finite }))
      .meta({ description: 'Probability that demand is at most so many units, in ascending order' }),
    sentence: z.string(),
  })
  .meta({ id: 'Order' });

export const ordersResponse = z
  .object({ model: z.string(), items: z.array(order), timings })
  .meta({ id: 'OrdersResponse' });

export const assortmentRequest = z
  .strictObject({
    items: boundedArray(item, { min: 1, max: MAX_ASSORTMENT })
      .optional()
      .meta({ description: 'Default: every product of the catalog that sold in its last 26 weeks' }),
    date: isoDay.optional().meta({
      description:
        "Without items: any day of the first week to forecast; default: the week after the catalog's last",
    }),
    by: z.string().min(1).max(MAX_COLUMN_NAME).optional().meta({
      description: 'A column of categories that the model reads: totals of each of its levels as well',
    }),
    horizon: horizon.optional(),
    duplicates: z
      .boolean()
      .default(false)
      .meta({ description: 'Tell which products seem to be listed more than once' }),
    model,
    timeout_ms,
  })
  .refine(({ items, date }) => !(items && date), {
    message: 'is for the catalog; items name their own',
    path: ['date'],
  })
  .meta({ id: 'AssortmentRequest' });

const sums = z.object({
  products: z.number().int(),
  total: range.meta({ description: 'Units of all these products in all weeks together' }),
  revenue: range.nullable().meta({
    description: 'Price times units, of the products with a price; null where none has one',
  }),
  priced: z.number().int().meta({ description: 'Products with a price' }),
});

export const assortmentResponse = sums
  .extend({
    model: z.string(),
    weeks: z
      .array(weekForecast)
      .meta({ description: 'Empty where products are forecast from different weeks on' }),
    categories: z.array(sums.extend({ level: z.string().nullable() })).optional(),
    span: z.number().int().meta({ description: 'Weeks added up' }),
    duplicates: z
      .array(
        z.object({
          items: z.array(z.object({ index: z.int(), sku: z.string().nullable(), description: z.string() })),
          similarity: z.number().meta({ description: 'Cosine of the texts; 1 for the same words' }),
          same_words: z.boolean().meta({ description: 'The same words and numbers in any order' }),
        }),
      )
      .optional()
      .meta({ description: 'At most 200, the surest first; all of them are in the totals' }),
    duplicates_found: z.int().optional(),
    sentence: z.string(),
    timings,
  })
  .meta({ id: 'AssortmentResponse' });

export type AssortmentRequest = z.infer<typeof assortmentRequest>;
export type AssortmentResponse = z.infer<typeof assortmentResponse>;
export type OrderTerms = z.infer<typeof orderTerms>;
export type OrderItem = z.infer<typeof orderItem>;
export type OrdersRequest = z.infer<typeof ordersRequest>;
export type Order = z.infer<typeof order>;
export type OrdersResponse = z.infer<typeof ordersResponse>;
