import { ownPriceIn } from '../../common/ownPrice';
import type { Case } from '../methods/forecaster';

/** How many weeks of history are visible of a known product; null: all. */
export const LAG_DEPTHS = [0, 1, 2, 3, 6, null] as const;
export type LagDepth = (typeof LAG_DEPTHS)[number];

/**
 * The same products with only the last `depth` weeks of their history visible, so that only the depth differs. At 0 a
 * known product looks like a launch: no history, hence neither age nor price history.
 */
export function atLagDepth(cases: readonly Case[], depth: LagDepth): Case[] {
  if (depth === null) return [...cases];
  return cases.map((one) => {
    const history = depth === 0 ? [] : one.record.history.slice(-depth);
    const price = ownPriceIn(history) ?? one.record.price;
    return { ...one, age: Math.min(one.age, depth), record: { ...one.record, history, price } };
  });
}
