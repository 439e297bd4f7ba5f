import type { HeadKind } from '../../../contract/head';
import { featureNames } from '../../../features/featureVector';
import { mean, present } from '../../../common/statistics';
import { type AnswerFactor, factorsOf } from '../../head/answerFactor';
import type { DemandDataset } from '../demandDataset';
import { similarLevel, similarPrice, similarTable } from '../similarColumns';
import type { DemandRows } from '../demandRows';
import type { Effect } from './effect';
import { newProductSlope } from './newProductSlope';

/** The effect of a forecast's plan on a head's answers, and which parts of it are known. */
export interface PlanFactor {
  factor: AnswerFactor;
  /** How new products depend on their price relative to similar products. */
  newProducts: Effect;
}

/**
 * The factor by which the plan enters the answers of one kind of head: the dataset's response within products, and for
 * new products the slope between products, estimated before week `end`.
 */
export function planFactor(dataset: DemandDataset, kind: HeadKind, end: number): PlanFactor {
  const { rows, response } = dataset;
  const names = featureNames(dataset.context);
  const columns = {
    hasHistory: names.indexOf('has_history'),
    price: names.indexOf('price'),
    referencePrice: names.indexOf('reference_price'),
    promotionDepth: names.indexOf('promotion_depth'),
  };
  const readsPromotions = kind !== 'numeric_only';
  const promotion = {
    effect: readsPromotions ? (response.promotion.value ?? 0) : 0,
    cut: response.promotion.cut,
  };
  const depth = {
    effect: readsPromotions ? (response.depth.value ?? 0) : 0,
    usual: response.depth.usual,
  };
  const nothing: Effect = { value: null, changes: 0, products: 0 };
  if (kind === 'text_only') {
    const factor = { elasticity: { known: 0, new: 0 }, promotion, depth, reference: null, columns };
    return { factor, newProducts: nothing };
  }
  const similar = similarTable(dataset, kind);
  const width = similar.length / rows.count;
  const column = (at: number) =>
    Float32Array.from({ length: rows.count }, (_, row) => similar[row * width + at]);
  const priceColumn = similarPrice(kind);
  const everyPrice = mean(
    present(dataset.shop.rows().map((row) => Math.log(dataset.shop.sales.ownPrice(row, dataset.shop.end)))),
  );
  const reference = priceColumn === null ? { logPrice: everyPrice || 0 } : { column: priceColumn };
  const prices = priceColumn === null ? new Float32Array(rows.count).fill(everyPrice) : column(priceColumn);
  const price = (row: number) => rows.features[row * names.length + columns.price];
  const newProducts = newProductSlope(
    rows,
    { dearer: prices.map((other, row) => price(row) - other), level: column(similarLevel(kind)) },
    end,
  );
  const elasticity = { known: response.price.value ?? 0, new: newProducts.value ?? 0 };
  return { factor: { elasticity, promotion, depth, reference, columns }, newProducts };
}

/**
 * The rows with the effects of their plans removed from units. Weeks with different promotions then add up to a total
 * as well, which is a target of each of their rows.
 */
export function withoutPlans(dataset: DemandDataset, kind: HeadKind, factor: AnswerFactor): DemandRows {
  const { rows } = dataset;
  const similar = similarTable(dataset, kind);
  const factors = factorsOf(
    factor,
    { values: rows.features, width: rows.features.length / rows.count },
    { values: similar, width: similar.length / rows.count },
    promotedRows(dataset),
  );
  const series = rows.units.length / rows.count;
  const units = rows.units.map((value, at) => value / factors[Math.floor(at / series)]);
  addUp(rows, units, series);
  return { ...rows, units };
}

/** Totals of successive rows that answer for different weeks of the same product at the same anchor. */
function addUp({ count, sku, anchor, target, kind }: DemandRows, units: Float32Array, series: number): void {
  const alike = (a: number, b: number) =>
    [sku, anchor, target, kind].every((column) => column[a] === column[b]);
  for (let from = 0, to = 0; from < count; from = to) {
    while (to < count && alike(from, to)) to += 1;
    if (to - from < 2) continue;
    let total = 0;
    for (let week = 0; week < series - 1; week += 1) {
      const known = Array.from({ length: to - from }, (_, at) => units[(from + at) * series + week]);
      total += present(known)[0] ?? NaN;
    }
    for (let row = from; row < to; row += 1) units[row * series + series - 1] = total;
  }
}

/** 1 for rows [R] with a promotion whose vector is not all zeros, which stand for none. */
function promotedRows({ rows, promotions, dimension }: DemandDataset): Uint8Array {
  return Uint8Array.from(rows.promo, (promo) =>
    promo >= 0 && promotions.subarray(promo * dimension, (promo + 1) * dimension).some((value) => value !== 0)
      ? 1
      : 0,
  );
}
