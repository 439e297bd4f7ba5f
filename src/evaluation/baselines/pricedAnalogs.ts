import { PRICE_PENALTY, TEMPERATURE } from '../../shop/neighbours/likeness';
import type { Case, Forecaster } from '../methods/forecaster';
import { type EmbedTexts, recentLevel } from './analogs';
import { DenseBank } from './neighbours';
import { points, repeat } from './perSeries';

const ANALOGS = 30;

/**
 * What the model's own analogs sell, without the model: the 30 products most similar in words (by the encoder) and price,
 * weighted as its features weight them. Their mean level of the last 8 weeks is the forecast of every week; as the
 * median too, which did better than their geometric mean.
 */
export function pricedAnalogs(embed: EmbedTexts): Forecaster {
  return {
    name: 'text and price analogs',
    tasks: ['NEW', 'YOUNG'],
    seeds: 'none',
    unavailable: () => null,
    fit: async (panel) => {
      const texts = panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks));
      const bank = new DenseBank(await embed(texts));
      const levels = panel.skus.map((_, sku) => recentLevel(panel, sku));
      const prices = panel.skus.map((_, sku) => logPrice(panel.ownPrice(sku, panel.weeks)));
      const rowOf = new Map(panel.skus.map((sku, row) => [sku, row]));
      return {
        predict: async (cases: readonly Case[]) => {
          const queries = await embed(cases.map((one) => one.record.description));
          return cases.map((one, i) => {
            const own = logPrice(one.record.price);
            const penalty = (row: number) => (Math.abs(own - prices[row]) || 0) * PRICE_PENALTY;
            const near = bank.nearest(queries[i], ANALOGS, rowOf.get(one.sku) ?? -1, penalty);
            const weights = near.map(({ similarity }) =>
              Math.exp((similarity - near[0].similarity) / TEMPERATURE),
            );
            const weight = weights.reduce((sum, value) => sum + value, 0);
            const level =
              near.reduce((sum, { row }, place) => sum + weights[place] * levels[row], 0) / weight;
            return points(repeat(level, one.plan.length));
          });
        },
      };
    },
  };
}

function logPrice(price: number | null): number {
  return Math.log(price ?? NaN);
}
