import { z } from 'zod';
import { count, share, figure, orNull } from './figures';

const tierScore = z.object({ precision: orNull, recall: orNull, f1: orNull }).meta({ id: 'TierScore' });

const TIERS = ['low', 'middle', 'high'] as const;

const precisionRecallCurve = z
  .object({
    base: share.meta({ description: 'Precision of calling every product one of the tier' }),
    average_precision: share,
    points: z.array(z.object({ threshold: figure, precision: share, recall: share })),
  })
  .meta({ id: 'PrecisionRecallCurve' });

/** Sales tiers by terciles of the training data: how well a forecast tells slow from fast sellers. */
export const tiers = z.object({
  thresholds: z.array(figure).length(2),
  models: z.array(
    z.object({
      model: z.string(),
      by_tier: z.record(z.enum(TIERS), tierScore),
      accuracy: share,
      /** Rows: actual tier; columns: forecast tier; low, middle, high. */
      confusion: z.array(z.array(count)),
      curves: z
        .object({
          score: z.enum(['probability', 'level']),
          by_tier: z.partialRecord(z.enum(TIERS), precisionRecallCurve),
        })
        .optional()
        .meta({ description: 'Precision against recall by a threshold on the probability of a tier' }),
    }),
  ),
});
