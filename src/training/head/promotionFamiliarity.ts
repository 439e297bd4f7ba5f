import { quantile } from '../../common/statistics';
import type { Value } from '../../graph/builder';
import { cast, div, greater, mul, reduceMax, reduceSum, sub } from '../../graph/ops';
import type { PlannedPromotion } from './answerFactor';
import { clamp } from '../network/answers';
import { type Bank, makeBank, rank, similarities } from './bank';

/** The promotions that a head was trained with, and how similar others must be to count. */
export interface KnownPromotions {
  bank: Bank;
  /** Cosine to the nearest of them up to which a text is unfamiliar, and from which on it is familiar. */
  unlike: number;
  familiar: number;
}

/** Number of promotions compared with: the most frequent ones. */
const MOST = 256;
/** Share of the descriptions, which are no promotions, that are less similar to a promotion than `unlike`. */
const UNLIKE_SHARE = 0.95;

/**
 * For texts row-major [P, D] with their frequencies, and the products' descriptions [S, D]: halfway between the
 * similarity of descriptions to promotions and an identical text is familiar. Null without promotions.
 */
export async function knownPromotions(
  texts: Float32Array,
  seen: ArrayLike<number>,
  descriptions: Float32Array,
  dimension: number,
): Promise<KnownPromotions | null> {
  const count = texts.length / dimension;
  if (count === 0) return null;
  const chosen = Array.from({ length: count }, (_, text) => text)
    .sort((a, b) => seen[b] - seen[a])
    .slice(0, MOST);
  const vectors = new Float32Array(chosen.length * dimension);
  chosen.forEach((text, row) =>
    vectors.set(texts.subarray(text * dimension, (text + 1) * dimension), row * dimension),
  );
  const bank = makeBank(vectors, dimension);
  const { similarity } = await rank(descriptions, bank, 1);
  const unlike = Math.min(Math.max(quantile(similarity, UNLIKE_SHARE), 0), 0.9);
  return { bank, unlike, familiar: (1 + unlike) / 2 };
}

/** 1 for a promotion [N, D], 0 for zeros: [N, 1]. */
export function promotionPresence(promo: Value): Value {
  return cast(greater(reduceSum(mul(promo, promo), [1], true), 0.25), 'float');
}

/** For promotions [N, D]: the cosine [N, 1] to the nearest known one, and how familiar they are. */
export function promotionFamiliarity(
  promo: Value,
  { bank, unlike, familiar }: KnownPromotions,
): PlannedPromotion & { similarity: Value } {
  const similarity = reduceMax(similarities(promo, bank), [1], true);
  const present = promotionPresence(promo);
  const alike = clamp(div(sub(similarity, unlike), familiar - unlike), 0, 1);
  return { similarity, present, familiarity: mul(alike, present) };
}
