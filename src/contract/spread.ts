import { z } from 'zod';

const share = z.number().min(0).max(1);

/** How far sales scatter around what a head answers, of products without and with a history. */
const groupSpread = z.strictObject({
  /** By how much deviations beyond p90 are longer than a normal's on the scale of log1p(units). */
  tail: z.number().min(0.5).max(2),
  /** Correlation of the normal scores of two products' totals, weighted by what they sell. */
  together: share,
});

/** What the distributions of sums rest on beside a head's answers; fitted on held-out weeks. */
export const spread = z.strictObject({
  /** True where only whole units are sold. */
  whole: z.boolean(),
  new: groupSpread,
  known: groupSpread,
});

export type GroupSpread = z.infer<typeof groupSpread>;
export type Spread = z.infer<typeof spread>;

/** For models that keep none. */
export const USUAL_SPREAD: Spread = {
  whole: true,
  new: { tail: 1, together: 0.03 },
  known: { tail: 1, together: 0.03 },
};
