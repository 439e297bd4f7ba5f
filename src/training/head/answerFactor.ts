import { certain } from '../../common/certain';
import type { Value } from '../../graph/builder';
import { LARGEST_PROMOTION, promotionEffect } from '../../common/promotionLift';
import { DEEPEST } from '../../common/promotionDepth';
import { add, exp, greater, isNaN, log, maximum, minimum, mul, slice, sub, where } from '../../graph/ops';
import { clamp } from '../network/answers';

/** The price with which a new product's own is compared: a column of the analogs, or one price for all. */
type PriceReference = { column: number } | { logPrice: number };

/**
 * By what a head's answers in units are multiplied: all that the plan does to them. Everything else in a head is fitted
 * to, and answers, units without it.
 *
 *   exp(by price + by promotion - what of the two is one)
 *   by price:     elasticity * (log price - reference)
 *   by promotion: promotion effect * familiarity + depth effect * (depth - usual depth), from 0 to LARGEST_PROMOTION
 *
 * with its own price as the reference of a product with history, and a price of products like it for a new one, and how
 * far the promotion is of a known kind. What is missing counts as no difference, so that the factor is 1. What a promotion
 * did in the past it did with its price cut: of a planned price below a product's own, the part that the text names, or that
 * is usual, is no second effect, and the larger one counts.
 */
export interface AnswerFactor {
  /** Never positive; 0 if the data are insufficient. */
  elasticity: { known: number; new: number };
  /**
   * The effect of having a promotion, never negative; and the usual change of log(price) in one whose text names no
   * depth.
   */
  promotion: { effect: number; cut: number };
  /** The effect of the promotion's depth per unit, never negative, and the usual depth. */
  depth: { effect: number; usual: number };
  /** Null for a head that uses no prices. */
  reference: PriceReference | null;
  /** Columns of the features. */
  columns: { hasHistory: number; price: number; referencePrice: number; promotionDepth: number };
}

/** Differences of log prices are clipped here: nothing like it was seen. */
const FARTHEST_PRICE = 2;
/** Beyond this, a new product is hardly comparable with similar ones: the excess counts a fifth. */
const FARTHEST_LIKE = 1;
const BEYOND = 0.2;

/** The effective difference of a new product's log price from similar products; monotonic. */
export function priceDistance(difference: number): number {
  const bounded = (most: number) => Math.min(Math.max(difference, -most), most);
  return (1 - BEYOND) * bounded(FARTHEST_LIKE) + BEYOND * bounded(FARTHEST_PRICE);
}

/** A promotion in a graph, [N, 1]: 1 if there is one, and how familiar it is, from 0 to 1; 0 without. */
export interface PlannedPromotion {
  present: Value;
  familiarity: Value;
}

/** The factor [N, 1] of features [N, F], analogs [N, A] and promotions in a graph. */
export function factorIn(
  { elasticity, promotion, depth, reference, columns }: AnswerFactor,
  features: Value,
  analogs: Value | null,
  planned: PlannedPromotion | null,
): Value {
  const column = (table: Value, at: number) => slice(table, 1, at, at + 1);
  const known = (difference: Value) => where(isNaN(difference), 0, difference);
  const named = column(features, columns.promotionDepth);
  const deeper = known(sub(named, depth.usual));
  const byPromotion = planned
    ? clamp(
        add(mul(planned.familiarity, promotion.effect), mul(mul(deeper, planned.present), depth.effect)),
        0,
        LARGEST_PROMOTION,
      )
    : mul(deeper, 0);
  if (reference === null) return exp(byPromotion);
  const price = column(features, columns.price);
  const dearer = (other: Value | number, most = FARTHEST_PRICE) =>
    clamp(known(sub(price, other)), -most, most);
  const toOwn = dearer(column(features, columns.referencePrice));
  const likeIt =
    'column' in reference
      ? column(certain(analogs, 'input of similar products'), reference.column)
      : reference.logPrice;
  const cut = where(isNaN(named), promotion.cut, log(clamp(sub(1, named), 1 - DEEPEST, 1)));
  const byCut = mul(minimum(maximum(toOwn, cut), 0), elasticity.known);
  const byPrice = where(
    greater(column(features, columns.hasHistory), 0.5),
    sub(mul(toOwn, elasticity.known), minimum(byCut, byPromotion)),
    mul(add(mul(dearer(likeIt, FARTHEST_LIKE), 1 - BEYOND), mul(dearer(likeIt), BEYOND)), elasticity.new),
  );
  return exp(add(byPromotion, byPrice));
}

/** The same for row-major tables, [R]; `promoted` [R] is 1 for a promotion, which counts as familiar. */
export function factorsOf(
  { elasticity, promotion, depth, reference, columns }: AnswerFactor,
  features: { values: Float32Array; width: number },
  analogs: { values: Float32Array; width: number },
  promoted: Uint8Array,
): Float32Array {
  const known = (difference: number) => (Number.isNaN(difference) ? 0 : difference);
  const lift = { promotion: promotion.effect, depth: depth.effect, usual_depth: depth.usual };
  return Float32Array.from({ length: features.values.length / features.width }, (_, row) => {
    const own = (column: number) => features.values[row * features.width + column];
    const named = own(columns.promotionDepth);
    const byPromotion = promoted[row] ? promotionEffect(named, lift) : 0;
    if (reference === null) return Math.exp(byPromotion);
    if (own(columns.hasHistory) > 0.5) {
      const difference = known(own(columns.price) - own(columns.referencePrice));
      const toOwn = Math.min(Math.max(difference, -FARTHEST_PRICE), FARTHEST_PRICE);
      const cut = Number.isNaN(named) ? promotion.cut : Math.log(1 - Math.min(named, DEEPEST));
      const byCut = elasticity.known * Math.min(Math.max(toOwn, cut), 0);
      return Math.exp(byPromotion + elasticity.known * toOwn - Math.min(byCut, byPromotion));
    }
    const likeIt =
      'column' in reference ? analogs.values[row * analogs.width + reference.column] : reference.logPrice;
    return Math.exp(byPromotion + elasticity.new * priceDistance(known(own(columns.price) - likeIt)));
  });
}
