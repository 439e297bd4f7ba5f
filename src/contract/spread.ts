import { z } from 'zod';

const share = z.number().min(0).max(1);

/** How far sales scatter around a head's forecasts, for products without and with a history. */
const groupSpread = z.strictObject({
  /** Factor by which deviations beyond p90 are longer than a normal's on the scale of log1p(units). */
  tail: z.number().min(0.5).max(2),
  /** Correlation of the normal scores of two products' totals, weighted by their sales. */
  together: share,
});

/** What the distributions of sums need besides a head's forecasts; fitted on held-out weeks. */
export const spread = z.strictObject({
  /** Whether only whole units are sold. */
  whole: z.boolean(),
  new: groupSpread,
  known: groupSpread,
});

export type GroupSpread = z.infer<typeof groupSpread>;
export type Spread = z.infer<typeof spread>;

/** For models without one. */
export const USUAL_SPREAD: Spread = {
  whole: true,
  new: { tail: 1, together: 0.03 },
  known: { tail: 1, together: 0.03 },
};
