import { promotionDepth } from './promotionDepth';

/** The effect of promotions on a week's sales, on the scale of log(units). */
export interface PromotionLift {
  /** Of having one, with the usual depth if its text names one. */
  promotion: number;
  /** Per unit of the discount share that its text names. */
  depth: number;
  usual_depth: number;
  /** By text, how familiar promotions are to the model, from 0 to 1; others count as familiar. */
  familiarity?: ReadonlyMap<string, number>;
}

/** A promotion never lowers sales, and raises them to at most 20 times, approximately. */
export const LARGEST_PROMOTION = 3;

/** The change of log(units) by a promotion with this depth, NaN for none, and this familiarity. */
export function promotionEffect(
  depth: number,
  { promotion, depth: effect, usual_depth }: PromotionLift,
  familiarity = 1,
): number {
  const deeper = Number.isNaN(depth) ? 0 : depth - usual_depth;
  return Math.min(Math.max(familiarity * promotion + effect * deeper, 0), LARGEST_PROMOTION);
}

/** The factor of a week's sales by this promotion; 1 without one. */
export function liftOf(text: string | null | undefined, lift: PromotionLift | null | undefined): number {
  if (!text || !lift) return 1;
  return Math.exp(promotionEffect(promotionDepth(text) ?? NaN, lift, lift.familiarity?.get(text)));
}

/**
 * How familiar a promotion is, from 0 to 1, by the cosine of its text to the nearest one in training: 1 from `familiar`
 * on; 0 from as far below that as an identical text is above it.
 */
export function familiarityOf(similarity: number, familiar: number): number {
  const unlike = 2 * familiar - 1;
  return Math.min(Math.max((similarity - unlike) / (familiar - unlike), 0), 1);
}

/** A lift with the familiarity of these promotions, by the cosines of their texts. */
export function withFamiliarity(
  lift: PromotionLift,
  texts: readonly string[],
  similarities: ArrayLike<number>,
  familiar: number,
): PromotionLift {
  const told = texts.map((text, at) => [text, familiarityOf(similarities[at], familiar)] as const);
  return { ...lift, familiarity: new Map([...(lift.familiarity ?? []), ...told]) };
}
