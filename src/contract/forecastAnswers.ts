import { z } from 'zod';
import { stackParts } from './stackParts';
import { isoDay } from './item';

const finite = z.number();

/** Levels for p10, p50 and p90, which every model has. */
export const RANGE_QUANTILES = [0.1, 0.5, 0.9] as const;

/** Units: quantile 0.1, median, quantile 0.9 and mean; further quantiles of the model under their own names. */
export const range = z
  .object({ p10: finite, p50: finite, p90: finite, mean: finite })
  .catchall(finite)
  .meta({ id: 'Range' });
export const weekForecast = range.extend({ week: isoDay }).meta({ id: 'WeekForecast' });
const forecast = z.object({ forecast: z.array(weekForecast), total: range }).meta({ id: 'Forecast' });

const effect = z.object({ effect: finite.meta({ description: "Change of the total's mean, in units" }) });
const wordEffect = effect
  .extend({
    word: z.string(),
    field: z.enum(['description', 'promo_text']),
    start: z.number().int().meta({ description: 'Where the word begins in the field, in UTF-16 units' }),
    end: z.number().int(),
    code_points: z
      .object({ start: z.number().int(), end: z.number().int() })
      .meta({ description: 'The same place counted in code points' }),
  })
  .meta({ id: 'WordEffect' });
const featureEffect = effect
  .extend({
    feature: z.string(),
    about: z
      .string()
      .meta({ description: 'What it tells of, in plain words: price, time of year, a column' }),
    value: z.union([finite, z.string(), z.null()]),
  })
  .meta({ id: 'FeatureEffect' });
const analog = z
  .object({
    sku: z.string(),
    description: z.string(),
    similarity: finite.meta({ description: 'Cosine of the texts, at most 1' }),
    picked: z.boolean().optional().meta({ description: 'True for one that the item includes' }),
    mean_weekly_units: finite,
    launch: z.array(finite).meta({ description: 'Units in the weeks from its launch on' }),
    price: finite.nullable(),
  })
  .meta({ id: 'Analog' });
export const warning = z
  .object({
    code: z.enum([
      'unfamiliar_text',
      'read_as',
      'price_out_of_range',
      'history_out_of_range',
      'unknown_weeks',
      'price_effect_unknown',
      'unfamiliar_promotion',
      'promotion_effect_unknown',
      'depth_effect_unknown',
      'unseen_category',
      'season_unknown',
      'far_ahead',
      'past_date',
      'unknown_sku',
      'text_truncated',
      'not_read',
      'analog_unused',
      'other_shop',
    ]),
    field: z.string(),
    message: z.string(),
    values: z
      .record(z.string(), z.union([finite, z.string()]))
      .meta({ description: 'Figures and names of the message, to say it in another language' }),
  })
  .meta({ id: 'Warning' });

export const itemForecast = forecast
  .extend({
    sku: z.string().nullable(),
    cold_start: z.boolean(),
    lag_depth: z.number().int().meta({ description: 'Weeks of history used' }),
    tokens: z.number().int(),
    truncated: z.boolean().meta({ description: 'True when text was cut' }),
    fitted: z
      .object({ description: z.string(), promo_text: z.string().nullable() })
      .optional()
      .meta({ description: 'With truncated: the text that fitted' }),
    cached: z.boolean().meta({ description: 'All embeddings came from the cache' }),
    warnings: z.array(warning),
    numeric_only: forecast.optional(),
    text_only: forecast.optional(),
    text_effect: finite
      .optional()
      .meta({ description: "Difference of the totals' means, text-aware less numeric-only" }),
    tokens_effect: z.array(wordEffect).optional(),
    features_effect: z.array(featureEffect).optional(),
    parts: stackParts.optional(),
    analogs: z.array(analog).optional(),
    embedding: z.array(finite).optional(),
  })
  .meta({ id: 'ItemForecast' });

/** Milliseconds. */
export const timings = z
  .object({ tokenization: finite, queue: finite, inference: finite, total: finite })
  .meta({ id: 'Timings' });

export const forecastResponse = z
  .object({ model: z.string(), items: z.array(itemForecast), timings })
  .meta({ id: 'ForecastResponse' });
export const embedResponse = z
  .object({
    embeddings: z.array(z.array(finite)),
    tokens: z.array(z.number().int()),
    truncated: z.array(z.boolean()),
    cached: z.array(z.boolean()),
    timings,
  })
  .meta({ id: 'EmbedResponse' });
export const similarResponse = z
  .object({
    model: z.string(),
    analogs: z.array(analog),
    warnings: z.array(warning).meta({ description: 'Words that were read as others' }),
    timings,
  })
  .meta({ id: 'SimilarResponse' });
export const whatifResponse = z
  .object({
    model: z.string(),
    base: itemForecast,
    variants: z.array(
      itemForecast.extend({ difference: finite.meta({ description: "Of the totals' means to the base" }) }),
    ),
    timings,
  })
  .meta({ id: 'WhatifResponse' });

export type Range = z.infer<typeof range>;
export type WeekForecast = z.infer<typeof weekForecast>;
export type Forecast = z.infer<typeof forecast>;
export type WordEffect = z.infer<typeof wordEffect>;
export type FeatureEffect = z.infer<typeof featureEffect>;
export type Analog = z.infer<typeof analog>;
export type Warning = z.infer<typeof warning>;
export type ItemForecast = z.infer<typeof itemForecast>;
export type Timings = z.infer<typeof timings>;
export type ForecastResponse = z.infer<typeof forecastResponse>;
export type EmbedResponse = z.infer<typeof embedResponse>;
export type SimilarResponse = z.infer<typeof similarResponse>;
export type WhatifResponse = z.infer<typeof whatifResponse>;
