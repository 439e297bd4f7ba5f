import { type DemandRows, ROW_KIND } from '../demandRows';
import { priceDistance } from '../../head/answerFactor';
import { type Effect, shrunkEffect } from './effect';
import { poissonResponse } from './poissonResponse';

/** What a new product's sales are compared by: its own log price less that of products like it, and what those sell. */
export interface LikeProducts {
  /** [R]; NaN where it is not known. */
  dearer: Float32Array;
  /** [R]: log1p of their mean weekly units. */
  level: Float32Array;
}

const PRIOR = { mean: 0, deviation: 1, betweenProducts: 0, largest: 2, fewestChanges: 30 };
/** Fewer products do not tell what their prices do from what they are. */
const FEWEST_PRODUCTS = 10;
/** Totals above this quantile count as that much: a few bulk orders are not what a price does. */
const CAPPED_ABOVE = 0.99;
/** Levels below this many weekly units are one. */
const LEAST_LEVEL = 0.2;

/**
 * How the units of products without history go with their price beside that of products like them, what those sell set
 * apart; from launches, and products whose history is hidden, with all their weeks before week `end`. Never positive;
 * shrunk and told as in `shrunkEffect`.
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
