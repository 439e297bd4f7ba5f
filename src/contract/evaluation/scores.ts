import { z } from 'zod';
import { count, share, figure, orNull } from './figures';

/** Errors of point forecasts in units; null if the actual values leave a figure undefined. */
const pointScore = z
  .object({
    n: count,
    wape: orNull,
    bias: orNull,
    mae: figure,
    mse: figure,
    rmse: figure,
    r2: orNull,
    r2_log1p: orNull,
    rmsse: orNull,
  })
  .meta({ id: 'PointScore' });

const quantileScore = z
  .object({
    wql_p10: orNull,
    wql_p50: orNull,
    wql_p90: orNull,
    wql: orNull,
    pinball: figure,
    coverage: share,
    coverage_rounded: share,
    width: figure,
    below_p10: share,
    below_p50: share,
    below_p90: share,
    crossing: share,
  })
  .meta({ id: 'QuantileScore' });

export const scoreBlock = z
  .object({
    p50: pointScore,
    mean: pointScore.nullable(),
    quantiles: quantileScore.nullable(),
  })
  .meta({ id: 'ScoreBlock' });

/** Figures of one model on one task, pooled over origins: by week, and by total over the horizon. */
export const taskScore = z
  .object({
    skus: count,
    cases: count,
    weeks: count.optional().meta({ description: 'Different weeks among them; missing in older reports' }),
    units: figure,
    zero_share: share,
    weekly: scoreBlock,
    total: scoreBlock.extend({
      direct: z.boolean().meta({ description: 'Totals are forecasts of their own, not sums of weeks' }),
    }),
  })
  .meta({ id: 'TaskScore' });

/** Share of actual totals (or targets) at or below each forecast quantile. */
export const calibration = z.array(
  z.object({ model: z.string(), points: z.array(z.object({ level: share, observed: share })) }),
);

export type PointScore = z.infer<typeof pointScore>;
export type QuantileScore = z.infer<typeof quantileScore>;
export type ScoreBlock = z.infer<typeof scoreBlock>;
export type TaskScore = z.infer<typeof taskScore>;
