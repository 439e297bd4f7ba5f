import { z } from 'zod';
import { isoDay } from '../item';
import { pairedComparison, outcome } from './comparison';
import { evaluatedData } from './evaluatedData';
import { count, figure, orNull } from './figures';
import { taskReport } from './taskReport';
import { task } from './task';
import { verdict } from './verdict';

const lagDepthCurve = z.object({
  model: z.string(),
  points: z.array(z.object({ depth: count.nullable().meta({ description: 'null: all' }), wape: orNull })),
});

const example = z
  .object({
    task,
    kind: z.enum(['good', 'bad']),
    sku: z.string(),
    description: z.string(),
    origin: isoDay,
    history: z.array(z.object({ week: isoDay, units: figure })),
    forecast: z.array(
      z.object({
        week: isoDay,
        actual: figure,
        p10: orNull,
        p50: figure,
        p90: orNull,
        numeric_only: orNull.meta({ description: 'Median without text' }),
      }),
    ),
  })
  .meta({ id: 'EvaluationExample' });

/** Forecast weeks with and without a promotion: units sold, or WAPE of p50. */
const byPromotion = { promoted: figure, plain: figure };

/** The value of promotion texts: the text-aware model next to the same without them. */
const promotions = z
  .object({
    weeks: z.object(byPromotion),
    units: z.object(byPromotion),
    models: z.array(
      z.object({
        name: z.string(),
        seeds: count,
        promoted: orNull,
        plain: orNull,
        spread: figure.meta({ description: 'Standard deviation over seeds of the WAPE in promoted weeks' }),
      }),
    ),
    comparisons: z.array(
      z.object({
        a: z.string(),
        b: z.string(),
        on: z.enum(['promoted', 'plain']),
        result: pairedComparison,
        seed_spread: figure,
        outcome,
      }),
    ),
  })
  .meta({ id: 'PromotionReport' });

export const demandEvaluation = z
  .object({
    format: z.literal(1),
    mode: z.literal('demand'),
    created: z.string(),
    data: evaluatedData,
    horizon: count,
    encoder: z.string().nullable(),
    origins: z.array(isoDay),
    seeds: z.array(count),
    verdict,
    tasks: z.array(taskReport),
    promotions: promotions.optional().meta({ description: 'Only where there are promotion texts' }),
    lag_depth: z.array(lagDepthCurve),
    /** Models on young products, by weeks since their first sale. */
    young_by_age: z.array(
      z.object({ model: z.string(), points: z.array(z.object({ ages: z.string(), wape: orNull })) }),
    ),
    /** New products by cosine of their text to the nearest one in training. */
    near_duplicates: z.array(
      z.object({
        low: figure,
        high: figure,
        skus: count,
        models: z.array(
          z.object({
            model: z.string(),
            wape: orNull,
            coverage: orNull.meta({ description: 'Of [p10, p90] in whole units, by week' }),
          }),
        ),
      }),
    ),
    /**
     * Loss of the text-aware model after so many training steps, one curve for each origin: on training rows, and on
     * the weeks held out of a first fit.
     */
    learning_curve: z.array(
      z.object({
        origin: isoDay,
        looks: z.array(z.object({ steps: count, training: figure, held_out: figure })),
      }),
    ),
    examples: z.array(example),
  })
  .meta({ id: 'DemandEvaluation' });

export type DemandEvaluation = z.infer<typeof demandEvaluation>;
