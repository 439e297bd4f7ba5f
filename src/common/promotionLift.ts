import { promotionDepth } from './promotionDepth';

/** What promotions do to a week's sales, on the scale of log(units). */
export interface PromotionLift {
  /** For there being one, of the usual depth where its text names one. */
  promotion: number;
  /** For one more of the share off that its text names. */
  depth: number;
  usual_depth: number;
  /** By text, how far promotions are of a kind that training saw, from 0 to 1; those left out are. */
  familiarity?: ReadonlyMap<string, number>;
}

/** A promotion never lowers sales, and is not believed to sell more than this, about 20 times as much. */
export const LARGEST_PROMOTION = 3;

/** Change of log(units) that a promotion brings, by the depth that its text names, NaN for none, and how familiar it is. */
export function promotionEffect(
  depth: number,
  { promotion, depth: effect, usual_depth }: PromotionLift,
  familiarity = 1,
): number {
  const deeper = Number.isNaN(depth) ? 0 : depth - usual_depth;
  return Math.min(Math.max(familiarity * promotion + effect * deeper, 0), LARGEST_PROMOTION);
}

/** Times as much as without it that a week sold of which this promotion is known; 1 where none is. */
export function liftOf(text: string | null | undefined, lift: PromotionLift | null | undefined): number {
  if (!text || !lift) return 1;
  return Math.exp(promotionEffect(promotionDepth(text) ?? NaN, lift, lift.familiarity?.get(text)));
}

/**
 * How far a promotion is of a kind that training saw, from 0 to 1, by the cosine of its text to the nearest of those;
 * from `familiar` on it is one of them, and half-way from there to the same text below it like none.
 */
export function familiarityOf(similarity: number, familiar: number): number {
  const unlike = 2 * familiar - 1;
  return Math.min(Math.max((similarity - unlike) / (familiar - unlike), 0), 1);
}

/** A lift that knows how familiar these promotions are as well, by the cosines of their texts. */
export function withFamiliarity(
  lift: PromotionLift,
  texts: readonly string[],
  similarities: ArrayLike<number>,
  familiar: number,
): PromotionLift {
  const told = texts.map((text, at) => [text, familiarityOf(similarities[at], familiar)] as const);
  return { ...lift, familiarity: new Map([...(lift.familiarity ?? []), ...told]) };
}
