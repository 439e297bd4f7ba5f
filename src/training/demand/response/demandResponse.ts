import { promotionDepth } from '../../../common/promotionDepth';
import type { PromotionLift } from '../../../common/promotionLift';
import { mean, present, sum } from '../../../common/statistics';
import type { DemandPanel } from '../../../ingest/panel';
import { priceChanges, standingPrices } from './standingPrices';
import { type Effect, shrunkEffect } from './effect';
import { poissonResponse, type ResponseError } from './poissonResponse';

export interface DemandResponse {
  /** Per unit of log(price): the elasticity, never positive. */
  price: Effect;
  /** Of having a promotion, with the usual depth if its text names one, never negative. */
  promotion: Effect & {
    /**
     * Mean difference of log(price) between promoted weeks whose text names no depth and the weeks around them; never
     * positive.
     */
    cut: number;
  };
  /** Per unit of the discount share named in a promotion's text, never negative; and the usual depth. */
  depth: Effect & { usual: number };
}

/**
 * Priors from two real shops: elasticities of -.50 and -1.36 (scripts/plans/response.ts), which differ by 1.0 and 1.5
 * between their products, and for a grocer's products effects of promotions of .51, which differ by .38
 * (scripts/plans/priors.ts). Neither shop has data on depths. Fewer than 30 starts and ends of promotions made
 * forecasts worse.
 */
const PRIOR = {
  price: { mean: 0.9, deviation: 1, betweenProducts: 1.2, largest: 4, fewestChanges: 6 },
  promotion: { mean: 0.4, deviation: 0.4, betweenProducts: 0.35, largest: 2, fewestChanges: 30 },
  depth: { mean: 0, deviation: 4, betweenProducts: 1, largest: 6, fewestChanges: 30 },
};
/** In larger shops every second, third, ... product is used: enough for a few coefficients. */
const MOST_PRODUCTS = 10_000;

/**
 * The response of demand within products to their prices, promotions and the depth of these in the weeks of a panel
 * before `asOf`, with fixed effects of weeks; shrunk and reported as in `shrunkEffect`.
 */
export function demandResponse(panel: DemandPanel, asOf = panel.weeks): DemandResponse {
  const rows: ProductWeek[] = [];
  const changes = { price: [] as number[], promotion: [] as number[], depth: [] as number[] };
  const apart = Math.ceil(panel.skus.length / MOST_PRODUCTS);
  for (let sku = 0; sku < panel.skus.length; sku += apart) {
    const prices = standingPrices(panel, sku, asOf);
    const own = productWeeks(panel, sku, prices);
    rows.push(...own);
    changes.price.push(priceChanges(prices));
    changes.promotion.push(changesIn(own.map(({ promoted }) => promoted)));
    const depths = own.map(({ depth }) => depth).filter((depth) => depth !== null);
    changes.depth.push(changesIn(depths));
  }
  const usual = mean(rows.map(({ depth }) => depth).filter((depth) => depth !== null)) || 0;
  const product = Int32Array.from(rows, ({ sku }) => sku / apart);
  const { coefficients, errors } = poissonResponse({
    groups: [Int32Array.from(rows, ({ week }) => week), product],
    product,
    units: Float64Array.from(rows, ({ units }) => units),
    columns: [
      Float64Array.from(rows, ({ price }) => price),
      Float64Array.from(rows, ({ promoted }) => (promoted ? 1 : 0)),
      Float64Array.from(rows, ({ depth }) => (depth === null ? 0 : depth - usual)),
    ],
  });
  const shrunk = (what: keyof typeof changes, estimate: number, error: ResponseError) =>
    shrunkEffect(estimate, error, counted(changes[what]), PRIOR[what]);
  const price = shrunk('price', -coefficients[0], errors[0]);
  return {
    price: { ...price, value: price.value === null ? null : -price.value },
    promotion: { ...shrunk('promotion', coefficients[1], errors[1]), cut: usualCut(rows) },
    depth: { ...shrunk('depth', coefficients[2], errors[2]), usual },
  };
}

/** The effect to remove from promoted weeks; null if the data show none. */
export function liftIn({ promotion, depth }: DemandResponse): PromotionLift | null {
  if (promotion.value === null && depth.value === null) return null;
  return { promotion: promotion.value ?? 0, depth: depth.value ?? 0, usual_depth: depth.usual };
}

interface ProductWeek {
  sku: number;
  week: number;
  units: number;
  /** Logarithm of the prevailing price. */
  price: number;
  /** The price that its own buyers paid, NaN if unknown. */
  paid: number;
  promoted: boolean;
  depth: number | null;
}

/** The weeks with known units and price; for a product that never has a price, all weeks from its first sale on. */
function productWeeks(panel: DemandPanel, sku: number, prices: Float64Array): ProductWeek[] {
  const first = panel.firstSale[sku];
  const priced = panel.ownPrice(sku, prices.length) !== null;
  return Array.from({ length: Math.max(0, prices.length - first) }, (_, ahead) => {
    const week = first + ahead;
    const text = panel.promoText(sku, week);
    const units = panel.units[panel.at(sku, week)];
    const price = priced ? prices[week] : 0;
    const paid = Math.log(panel.price[panel.at(sku, week)]);
    return { sku, week, units, price, paid, promoted: text !== null, depth: promotionDepth(text) };
  }).filter(({ units, price }) => !Number.isNaN(units) && !Number.isNaN(price));
}

function usualCut(rows: readonly ProductWeek[]): number {
  const unnamed = rows.filter(({ promoted, depth }) => promoted && depth === null);
  return Math.min(0, mean(present(unnamed.map(({ paid, price }) => paid - price))) || 0);
}

function changesIn(values: readonly unknown[]): number {
  return values.filter((value, at) => at > 0 && value !== values[at - 1]).length;
}

function counted(perProduct: readonly number[]): Pick<Effect, 'changes' | 'products'> {
  return { changes: sum(perProduct), products: perProduct.filter((count) => count > 0).length };
}
