import { promotionDepth } from './promotionDepth';

/** What promotions do to a week's sales, on the scale of log(units). */
export interface PromotionLift {
  /** For there being one, of the usual depth where its text names one. */
  promotion: number;
  /** For one more of the share off that its text names. */
  depth: number;
  usual_depth: number;
}

/** A promotion never lowers sales, and is not believed to sell more than this, about 20 times as much. */
export const LARGEST_PROMOTION = 3;

/** Change of log(units) that a promotion brings, by the depth that its text names, NaN for none. */
export function promotionEffect(
  depth: number,
  { promotion, depth: effect, usual_depth }: PromotionLift,
): number {
  const deeper = Number.isNaN(depth) ? 0 : depth - usual_depth;
  return Math.min(Math.max(promotion + effect * deeper, 0), LARGEST_PROMOTION);
}

/** Times as much as without it that a week sold of which this promotion is known; 1 where none is. */
export function liftOf(text: string | null | undefined, lift: PromotionLift | null | undefined): number {
  return text && lift ? Math.exp(promotionEffect(promotionDepth(text) ?? NaN, lift)) : 1;
}
