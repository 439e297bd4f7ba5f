import { z } from 'zod';
import { FIRST_YEAR, LAST_YEAR, weekOf } from '../common/week';
import { boundedArray, boundedMap } from './bounded';
import { skuKey } from '../common/sku';
import {
  MAX_COLUMNS,
  MAX_FEATURE,
  MAX_HISTORY_WEEKS,
  MAX_PICKED,
  MAX_STRUCK_OUT,
  MAX_TEXT_CHARACTERS,
} from './limits';

export const isoDay = z
  .string()
  .refine(isDay, {
    message: `must be an existing day of the years ${FIRST_YEAR} to ${LAST_YEAR}, written as YYYY-MM-DD`,
    // What is further asked of a day is not asked of what is none.
    abort: true,
  })
  .meta({ format: 'date', description: 'ISO day', example: '2026-03-02' });

export const price = z
  .number()
  .positive()
  .max(1e9)
  .meta({ description: "Unit price in the data's currency" });
const units = z.number().nonnegative().max(1e9).meta({ description: 'Units sold in the week' });

const historyWeek = z.strictObject({
  date: isoDay,
  units: units.nullable(),
  price: price.nullable().optional(),
});

const sku = z.string().min(1).max(128);

const analogs = z
  .strictObject({
    include: boundedArray(sku, { max: MAX_PICKED })
      .optional()
      .meta({ description: 'Codes of known products that it is like: the forecast looks at these alone' }),
    exclude: boundedArray(sku, { max: MAX_STRUCK_OUT }).optional().meta({
      description: 'Codes of known products that it is not like: the forecast never looks at these',
    }),
  })
  .refine(
    ({ include, exclude }) => {
      const struckOut = new Set(exclude?.map(skuKey));
      return !include?.some((code) => struckOut.has(skuKey(code)));
    },
    { message: 'names a product that is in include as well', path: ['exclude'] },
  )
  .meta({ id: 'ChosenAnalogs' });

/** For the API document. */
export const NOT_BOTH_HISTORIES = { not: { required: ['history', 'lags'] } };

const NO_DESCRIPTION =
  'is missing; every item says what the product is, a known one too: GET /catalog/{sku} tells its description';

/** A product to forecast, as received over HTTP. */
export const item = z
  .strictObject({
    description: z
      .string({ error: ({ input }) => (input === undefined ? NO_DESCRIPTION : undefined) })
      .max(MAX_TEXT_CHARACTERS)
      .regex(/\S/, 'must say what the product is, not be blank')
      .meta({ description: 'Product text; needed of a known product as well: GET /catalog/{sku} tells it' }),
    promo_text: z.string().max(MAX_TEXT_CHARACTERS).nullable().optional().meta({
      description:
        "The promotion's text for the weeks forecast; blank and 'no promotion' are none, whatever the catalog plans",
    }),
    sku: sku
      .optional()
      .meta({ description: 'If the catalog knows it, its history and price fill what the item leaves out' }),
    price: price.nullable().optional(),
    date: isoDay.optional().meta({
      description: "Any day of the first week to forecast; default: the week after the catalog's last",
    }),
    history: boundedArray(historyWeek, { max: MAX_HISTORY_WEEKS }).optional().meta({
      description:
        "Weekly sales before that week, overriding the catalog; weeks left out or null are not known, prices left out are the catalog's",
    }),
    lags: boundedArray(units.nullable(), { max: MAX_HISTORY_WEEKS }).optional().meta({
      description: 'Weekly units, most recent first, overriding the catalog; null where they are not known',
    }),
    analogs: analogs.optional(),
    features: boundedMap(
      z.union([z.number().min(-MAX_FEATURE).max(MAX_FEATURE), z.string().max(MAX_TEXT_CHARACTERS), z.null()]),
      MAX_COLUMNS,
    )
      .optional()
      .meta({ description: 'Further columns that the model was trained with' }),
  })
  .refine((value) => !(value.history && value.lags), {
    message: 'give history or lags, not both',
    path: ['lags'],
  })
  .meta({ id: 'Item', ...NOT_BOTH_HISTORIES });

export type Item = z.infer<typeof item>;

function isDay(day: string): boolean {
  try {
    weekOf(day);
    return true;
  } catch {
    return false;
  }
}
