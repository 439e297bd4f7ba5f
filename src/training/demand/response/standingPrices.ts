import type { DemandPanel } from '../../../ingest/panel';

/** Prices within this difference of logarithms count as equal. */
const SAME = 0.01;

/**
 * Prevailing log prices [T] of a product in the weeks before `end`: the price of the nearest weeks with a sale on both
 * sides if these agree, else NaN. The price paid in the week itself is left out: buyers of large quantities pay less
 * per unit, which is not an effect of the price. So are the prices of promoted weeks, which are part of the promotion's
 * effect, unless a product has no others.
 */
export function standingPrices(panel: DemandPanel, sku: number, end: number): Float64Array {
  const all = panel.price.subarray(panel.at(sku, 0), panel.at(sku, end)).map(Math.log);
  const plain = all.map((price, t) => (panel.promoText(sku, t) === null ? price : NaN));
  const own = plain.every(Number.isNaN) ? all : plain;
  const before = nearestKnown(own);
  const after = nearestKnown(own.toReversed()).reverse();
  return own.map((_, t) => (Math.abs(before[t] - after[t]) <= SAME ? before[t] : NaN));
}

/** At each place the last known value before it; NaN if there is none. */
function nearestKnown(values: Float64Array): Float64Array {
  let latest = NaN;
  return values.map((value) => {
    const known = latest;
    if (!Number.isNaN(value)) latest = value;
    return known;
  });
}

/** How often a product's prevailing price changed. */
export function priceChanges(standing: Float64Array): number {
  const known = standing.filter((price) => !Number.isNaN(price));
  return known.filter((price, at) => at > 0 && Math.abs(price - known[at - 1]) > SAME).length;
}
