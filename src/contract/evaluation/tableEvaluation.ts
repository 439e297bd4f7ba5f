import { z } from 'zod';
import { pairedComparison, outcome } from './comparison';
import { evaluatedData } from './evaluatedData';
import { count, figure, orNull } from './figures';
import { scoreBlock, calibration } from './scores';
import { verdict } from './verdict';

export const tableEvaluation = z
  .object({
    format: z.literal(1),
    mode: z.literal('table'),
    created: z.string(),
    data: evaluatedData,
    encoder: z.string().nullable(),
    folds: count,
    seeds: z.array(count),
    target: z.string().optional().meta({ description: 'The column that is forecast' }),
    /** The figure by which models are compared: WAPE of the target, or the mean absolute error of its logarithm. */
    figure: z.string(),
    verdict,
    models: z
      .array(
        z.object({
          name: z.string(),
          error: figure,
          score: scoreBlock,
          r2_log: orNull.meta({
            description: "R2 of the model's mean of the target's logarithm, where that is fitted",
          }),
          seeds: count,
          spread: figure.meta({ description: 'Standard deviation over seeds of the compared figure' }),
        }),
      )
      .meta({ description: 'Least error first' }),
    comparisons: z.array(
      z.object({
        a: z.string(),
        b: z.string(),
        result: pairedComparison,
        r2: pairedComparison.meta({
          description:
            'Paired bootstrap of R2(a) - R2(b), of the logarithm where that is fitted; positive: a is better',
        }),
        seed_spread: figure,
        outcome,
      }),
    ),
    calibration,
  })
  .meta({ id: 'TableEvaluation' });

export type TableEvaluation = z.infer<typeof tableEvaluation>;
