import { z } from 'zod';
import { boundedArray } from './bounded';
import { item, isoDay } from './item';
import { MAX_ITEMS, MAX_TEXT_CHARACTERS, MODEL_NAME } from './limits';

const modelName = z
  .string()
  .regex(MODEL_NAME, 'must be a model name: letters, digits, dots, dashes, underscores')
  .meta({ description: 'Model to use; default: the active one' });
const timeout = z
  .number()
  .int()
  .min(1)
  .max(600_000)
  .meta({ description: 'Deadline of the request in milliseconds' });
/** Most weeks that a forecast may request. */
const MOST_WEEKS = 52;
export const horizon = z.int().min(1).max(MOST_WEEKS).meta({
  description: 'Weeks to forecast, at most those of the model; totals are of these; default: all of them',
});
const items = boundedArray(item, { min: 1, max: MAX_ITEMS });

const ofModel = {
  model: modelName.optional(),
  horizon: horizon.optional(),
  timeout_ms: timeout.optional(),
};

/** Options of a forecast that hold for all items of a request, or for every line of a stream. */
export const forecastOptions = z.strictObject({
  model: modelName.optional(),
  compare: z.boolean().default(false).meta({ description: 'Add the numeric-only forecast beside' }),
  explain: z.boolean().default(false).meta({ description: 'Add effects of words and numbers, and analogs' }),
  return_embeddings: z.boolean().default(false),
  horizon: horizon.optional(),
  timeout_ms: timeout.optional(),
});

export const embedAndPredictRequest = forecastOptions
  .extend({ items })
  .meta({ id: 'EmbedAndPredictRequest' });
export const predictRequest = z
  .strictObject({
    items,
    model: modelName.optional(),
    explain: z.boolean().default(false),
    horizon: horizon.optional(),
    timeout_ms: timeout.optional(),
  })
  .meta({ id: 'PredictRequest' });
export const compareRequest = z.strictObject({ items, ...ofModel }).meta({ id: 'CompareRequest' });
export const embedRequest = z
  .strictObject({
    texts: boundedArray(z.string().max(MAX_TEXT_CHARACTERS), { min: 1, max: MAX_ITEMS }),
    normalize: z.boolean().default(true),
    model: z.string().min(1).max(256).optional().meta({
      description: "A model, for the encoder that it was trained with, or an encoder; else the server's own",
    }),
    timeout_ms: timeout.optional(),
  })
  .meta({ id: 'EmbedRequest' });
export const similarRequest = z
  .strictObject({
    text: z.string().min(1).max(MAX_TEXT_CHARACTERS),
    k: z.number().int().min(1).max(50).default(10),
    model: modelName.optional(),
    timeout_ms: timeout.optional(),
  })
  .meta({ id: 'SimilarRequest' });
export const whatifRequest = z
  .strictObject({
    item,
    variants: boundedArray(
      z.strictObject({
        promo_text: z.string().max(MAX_TEXT_CHARACTERS).nullable().optional(),
        price: z.number().positive().max(1e9).nullable().optional(),
        date: isoDay.optional(),
      }),
      { min: 1, max: 32 },
    ),
    ...ofModel,
  })
  .meta({ id: 'WhatifRequest' });

export type EmbedAndPredictRequest = z.infer<typeof embedAndPredictRequest>;
export type PredictRequest = z.infer<typeof predictRequest>;
export type CompareRequest = z.infer<typeof compareRequest>;
export type EmbedRequest = z.infer<typeof embedRequest>;
export type SimilarRequest = z.infer<typeof similarRequest>;
export type WhatifRequest = z.infer<typeof whatifRequest>;
