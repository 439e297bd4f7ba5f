/**
 * npx tsx scripts/plans/priors.ts FILE SCHEMA
 * Prints how a shop's products differ in what their prices and promotions do: the mean and the deviation of their effects by
 * the method of moments of DerSimonian and Laird (1986), which sets the error of each product's estimate apart.
 */
import { deviation, mean, present, sum } from '../../src/common/statistics';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { poissonResponse } from '../../src/training/demand/response/poissonResponse';
import { standingPrices } from '../../src/training/demand/response/standingPrices';

/** Weeks that must have had a promotion, and as many none; weeks of known price, and how far prices must deviate. */
const FEWEST = { promoted: 4, priced: 15, priceDeviation: 0.03 };
/** Estimates less sure than this say nothing. */
const LARGEST_ERROR = { price: 2, promotion: 1 };

interface ProductWeek {
  /** As of a week in which the shop sells what it does on average. */
  units: number;
  price: number;
  promoted: boolean;
}

function productsOf(panel: DemandPanel): ProductWeek[][] {
  const usual = Array.from({ length: panel.weeks }, (_, week) => {
    const sold = panel.skus.flatMap((_, sku) => {
      const units = panel.units[panel.at(sku, week)];
      return week < panel.firstSale[sku] || Number.isNaN(units) ? [] : [units];
    });
    return mean(sold);
  });
  const overall = mean(present(usual));
  return panel.skus.map((_, sku) => {
    const prices = standingPrices(panel, sku, panel.weeks);
    return Array.from({ length: panel.weeks - panel.firstSale[sku] }, (_, ahead) => {
      const week = panel.firstSale[sku] + ahead;
      const promoted = panel.promoText(sku, week) !== null;
      return {
        units: (panel.units[panel.at(sku, week)] / usual[week]) * overall,
        price: prices[week],
        promoted,
      };
    }).filter(({ units, price }) => Number.isFinite(units) && !Number.isNaN(price));
  });
}

interface Estimate {
  value: number;
  variance: number;
}

function estimate(weeks: readonly ProductWeek[], cause: (week: ProductWeek) => number): Estimate {
  const units = Float64Array.from(weeks, (week) => week.units);
  const [group, column] = [new Int32Array(weeks.length), Float64Array.from(weeks, cause)];
  const { coefficients, errors } = poissonResponse({
    groups: [group],
    product: group,
    units,
    columns: [column],
  });
  return { value: coefficients[0], variance: errors[0].scattered ** 2 };
}

function between(estimates: readonly Estimate[]): string {
  if (estimates.length === 0) return 'unknown';
  const weighted = (weights: readonly number[]) =>
    sum(estimates.map(({ value }, at) => weights[at] * value)) / sum(weights);
  const sure = estimates.map(({ variance }) => 1 / variance);
  const common = weighted(sure);
  const scatter = sum(estimates.map(({ value }, at) => sure[at] * (value - common) ** 2));
  const scale = sum(sure) - sum(sure.map((weight) => weight ** 2)) / sum(sure);
  const variance = Math.max(0, (scatter - (estimates.length - 1)) / scale) || 0;
  const middle = weighted(estimates.map((one) => 1 / (one.variance + variance)));
  return `mean ${middle.toFixed(2)}, deviation ${Math.sqrt(variance).toFixed(2)} (${estimates.length} products)`;
}

async function main([file, schemaFile]: readonly string[]): Promise<void> {
  if (!schemaFile) throw new Error('usage: npx tsx scripts/plans/priors.ts DATA SCHEMA');
  const schema = await readSchema(schemaFile);
  if (schema.mode !== 'demand') throw new Error(`${schemaFile} is the schema of a table, not of sales`);
  const products = productsOf((await readDemand(file, schema)).panel);
  const promoted = products.filter((weeks) => {
    const count = weeks.filter((week) => week.promoted).length;
    return Math.min(count, weeks.length - count) >= FEWEST.promoted;
  });
  const priced = products
    .map((weeks) => weeks.filter((week) => !week.promoted))
    .filter(
      (weeks) =>
        weeks.length >= FEWEST.priced && deviation(weeks.map(({ price }) => price)) > FEWEST.priceDeviation,
    );
  const told = (estimates: readonly Estimate[], largest: number) =>
    between(estimates.filter(({ variance }) => variance < largest ** 2));
  const prices = priced.map((weeks) => estimate(weeks, ({ price }) => price));
  const promotions = promoted.map((weeks) => estimate(weeks, (week) => (week.promoted ? 1 : 0)));
  console.log(`elasticity of the price: ${told(prices, LARGEST_ERROR.price)}`);
  console.log(`log effect of a promotion: ${told(promotions, LARGEST_ERROR.promotion)}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
