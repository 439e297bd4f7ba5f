import { promotionDepth } from './promotionDepth';

/** What promotions do to a week's sales, on the scale of log(units). */
export interface PromotionLift {
  /** For there being one, of the usual depth where its text names one. */
  promotion: number;
  /** For one more of the share off that its text names. */
  depth: number;
  usual_depth: number;
}

/** Times as much as without it that a promotion sells, by the depth that its text names, or null. */
export function liftBy(
  depth: number | null,
  { promotion, depth: effect, usual_depth }: PromotionLift,
): number {
  return Math.exp(promotion + (depth === null ? 0 : effect * (depth - usual_depth)));
}

/** Times as much as without it that a week sold of which this promotion is known; 1 where none is. */
export function liftOf(text: string | null | undefined, lift: PromotionLift | null | undefined): number {
  return text && lift ? liftBy(promotionDepth(text), lift) : 1;
}
