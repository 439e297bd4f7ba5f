import { z } from 'zod';
import { count, share, figure, orNull } from './figures';

/** Fewer products have no interval: resampling so few says nothing about others. */
export const FEWEST_OF_AN_INTERVAL = 5;
const ofFive = `null below ${FEWEST_OF_AN_INTERVAL} products`;

/** Paired bootstrap by SKU of WAPE(a) - WAPE(b), 95% interval; negative: a is better. */
export const pairedComparison = z.object({
  skus: count,
  weeks: count.optional().meta({ description: 'Different weeks among the rows; a table has none' }),
  difference: figure,
  low: orNull.meta({ description: `Of the 95% interval; ${ofFive}` }),
  high: orNull,
  share_better: share.nullable().meta({ description: `Of the resamples; ${ofFive}` }),
});

/**
 * Whether one model beats another: better and worse need an interval that excludes zero, twice the seeds' spread, and a
 * difference that is visible in three digits; unknown: too few products or weeks.
 */
export const outcome = z.enum(['better', 'worse', 'no_difference', 'unknown']);

export type PairedComparison = z.infer<typeof pairedComparison>;
export type Outcome = z.infer<typeof outcome>;
