import { z } from 'zod';
import { pairedComparison, outcome } from './comparison';
import { count, share, figure } from './figures';
import { taskScore, calibration } from './scores';
import { task } from './task';
import { tiers } from './tiers';

const comparison = z
  .object({
    a: z.string(),
    b: z.string(),
    weekly: pairedComparison,
    total: pairedComparison,
    /** Larger standard deviation of the two models' WAPE over seeds, weekly. */
    seed_spread: figure,
    outcome,
  })
  .meta({ id: 'ModelComparison' });

const modelScore = z
  .object({
    name: z.string(),
    /** Mean over seeds of every figure. */
    score: taskScore,
    seeds: count,
    /** Standard deviation over seeds of the weekly WAPE of p50 and of the WAPE of the total's mean. */
    spread: z.object({ weekly_wape: figure, total_wape: figure }),
  })
  .meta({ id: 'ModelScore' });

export const taskReport = z
  .object({
    task,
    models: z.array(modelScore).meta({ description: 'Best weekly WAPE first' }),
    unavailable: z.array(z.object({ name: z.string(), reason: z.string() })),
    comparisons: z.array(comparison).meta({
      description: 'The text-aware model against each other, then all models against the best simple method',
    }),
    tiers: tiers.nullable(),
    calibration,
    by_week: z
      .array(z.strictObject({ wape: figure, bias: figure, coverage: share, products: count }))
      .optional()
      .meta({ description: 'The text-aware model in each week forecast, oldest first' }),
  })
  .meta({ id: 'TaskReport' });

export type TaskReport = z.infer<typeof taskReport>;
