import { type DemandRows, ROW_KIND } from '../demandRows';
import { priceDistance } from '../../head/answerFactor';
import { type Effect, shrunkEffect } from './effect';
import { poissonResponse } from './poissonResponse';

/** A new product compared with similar ones: its own log price minus theirs, and what those sell. */
export interface LikeProducts {
  /** [R]; NaN if unknown. */
  dearer: Float32Array;
  /** [R]: log1p of their mean weekly units. */
  level: Float32Array;
}

const PRIOR = { mean: 0, deviation: 1, betweenProducts: 0, largest: 2, fewestChanges: 30 };
/** With fewer products, effects of price cannot be told from the products themselves. */
const FEWEST_PRODUCTS = 10;
/** Totals are clipped at this quantile: a few bulk orders are not an effect of price. */
const CAPPED_ABOVE = 0.99;
/** Levels below this many weekly units count as this. */
const LEAST_LEVEL = 0.2;

/**
 * How the units of products without history depend on their price relative to similar products, given what those sell.
 * Estimated from launches and products with hidden history, with all their weeks before week `end`. Never positive;
 * shrunk and reported as in `shrunkEffect`.
 */
export function newProductSlope(rows: DemandRows, { dearer, level }: LikeProducts, end: number): Effect {
  const series = rows.units.length / rows.count;
  const total = (row: number) => rows.units[row * series + series - 1];
  const chosen = Array.from({ length: rows.count }, (_, row) => row).filter(
    (row) =>
      (rows.kind[row] === ROW_KIND.launch || rows.kind[row] === ROW_KIND.hidden) &&
      rows.target[row] + series - 1 <= end &&
      ![dearer[row], level[row], total(row)].some(Number.isNaN),
  );
  const totals = Float64Array.from(chosen, total);
  const cap = totals.toSorted()[Math.floor((totals.length - 1) * CAPPED_ABOVE)] ?? 0;
  const product = Int32Array.from(chosen, (row) => rows.sku[row]);
  const { coefficients, errors } = poissonResponse({
    groups: [new Int32Array(chosen.length)],
    product,
    units: totals.map((units) => Math.min(units, cap)),
    columns: [
      Float64Array.from(chosen, (row) => priceDistance(dearer[row])),
      Float64Array.from(chosen, (row) => Math.log(Math.max(Math.expm1(level[row]), LEAST_LEVEL))),
    ],
  });
  const products = new Set(product).size;
  const counts = { changes: chosen.length, products };
  const { value } = shrunkEffect(-coefficients[0], errors[0], counts, PRIOR);
  const told = value !== null && products >= FEWEST_PRODUCTS;
  return { ...counts, value: told ? -value : null };
}
