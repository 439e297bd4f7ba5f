/**
 * How orders would have done on held-out weeks: service reached against service asked, cost against an order by the mean
 * of four weeks and the usual safety stock, and how often totals over many products lie in their range.
 *
 *   shelfcast evaluate --data DATA --schema SCHEMA --out REPORT --methods text-aware --seeds 1
 *   npx tsx scripts/orders/measure.ts DATA SCHEMA REPORT
 *
 * The spread is fitted on the first half of the report's origins; figures are of the second. Of new products, whose spread
 * is never fitted, and means are of all origins. Of totals each origin is judged by the spread of the others, as a shop
 * has few.
 */
import { Random } from '../../src/common/random';
import { mean, quantile } from '../../src/common/statistics';
import { mondayOf } from '../../src/common/week';
import type { Task } from '../../src/contract/evaluation/task';
import type { Spread } from '../../src/contract/spread';
import { DemandSum, stateDemand } from '../../src/decisions/assortment';
import type { Demand } from '../../src/decisions/demand';
import { spanRange } from '../../src/decisions/spanRange';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { demandOf, groupOf, type Outcome, readOutcomes, sold, spreadOf } from './outcomes';
import { plainStock } from './plainOrder';

const LEVELS = [0.5, 0.8, 0.9, 0.95];
const RESAMPLES = 2000;
const SIZES = [20, 100, 500];
const DRAWS = 100;
/** Fewer cases say too little. */
const FEWEST = 100;

async function main([data, schemaFile, report]: readonly string[]): Promise<void> {
  if (!report) throw new Error('usage: measure.ts DATA SCHEMA REPORT');
  const schema = await readSchema(schemaFile);
  if (schema.mode !== 'demand') throw new Error('orders need weekly sales');
  const { panel } = await readDemand(data, schema);
  const outcomes = readOutcomes(report);
  const origins = [...new Set(outcomes.map(({ origin }) => origin))].sort((a, b) => a - b);
  const early = origins.slice(0, Math.ceil(origins.length / 2));
  const spread = spreadOf(outcomes.filter(({ origin }) => early.includes(origin)));
  const late = outcomes.filter(({ origin }) => !early.includes(origin));
  console.log(`Spread of ${early.map(mondayOf).join(', ')}: ${JSON.stringify(spread)}\n`);
  console.log(
    '| products | cases | weeks | asked | reached | whole units: said | reached | cost, ratio | plain reached |',
  );
  console.log('| --- | --: | --: | --: | --: | --: | --: | --- | --: |');
  for (const task of ['KNOWN', 'NEW'] as const) {
    const cases = (task === 'NEW' ? outcomes : late).filter((one) => one.task === task);
    if (cases.length < FEWEST) continue;
    for (let span = 1; span <= cases[0].actual.length; span++) {
      const demands = cases.map((one) => demandOf(one, span, spread));
      for (const level of LEVELS) console.log(row(panel, task, cases, demands, span, level));
    }
  }
  console.log('\n| products | weeks | sold | forecast | by quantiles |\n| --- | --: | --: | --: | --: |');
  for (const task of ['KNOWN', 'NEW'] as const) {
    const cases = outcomes.filter((one) => one.task === task);
    if (cases.length < FEWEST) continue;
    for (let span = 1; span <= cases[0].actual.length; span++) console.log(means(task, cases, span, spread));
  }
  console.log('\n| products together | sums | within 80% | below p50 |\n| --: | --: | --: | --: |');
  const others = new Map(
    origins.map((origin) => [origin, spreadOf(outcomes.filter((one) => one.origin !== origin))]),
  );
  for (const size of [...SIZES, Infinity]) console.log(together(outcomes, others, size));
  const correlations = [...others.values()].map(({ known }) => known.together.toFixed(3));
  console.log(`\nCorrelations: ${correlations.join(', ')}`);
}

function row(
  panel: DemandPanel,
  task: Task,
  cases: readonly Outcome[],
  demands: readonly Demand[],
  span: number,
  level: number,
): string {
  const prices = cases.map(({ sku, origin, task }) => priceOf(panel, sku, origin, task));
  const actual = cases.map((one) => sold(one, span));
  const ours = demands.map((demand) => demand.stockFor(level));
  const plain = cases.map((one) => plainStock(panel, one, span, level));
  const costs = (stocks: readonly number[]) =>
    stocks.map((stock, at) => {
      const rest = actual[at] - stock;
      return prices[at] * (rest > 0 ? level * rest : -(1 - level) * rest);
    });
  const { ratio, low, high } = ratioOf(cases, costs(ours), costs(plain));
  const reached = share(ours, (stock, at) => actual[at] <= stock);
  const said = demands.reduce((sum, demand, at) => sum + demand.atMost(ours[at]), 0) / cases.length;
  const cells = [
    ...[
      task.toLowerCase(),
      cases.length,
      span,
      percent(level),
      percent(exactly(demands, actual, ours, level)),
    ],
    ...[percent(said), percent(reached), `${ratio.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`],
    percent(share(plain, (stock, at) => actual[at] <= stock)),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Units of a product on average: what came, what was foreseen, and what the quantiles alone would make of it. */
function means(task: Task, cases: readonly Outcome[], span: number, spread: Spread): string {
  const ranges = cases.map((one) => demandOf(one, span, spread, false).range);
  const foreseen = cases.map(({ weeks, total }) => spanRange(weeks, total, span));
  const figures = [
    cases.map((one) => sold(one, span)),
    ...[foreseen, ranges].map((all) => all.map((range) => range.mean)),
  ];
  return `| ${[task.toLowerCase(), span, ...figures.map((all) => mean(all).toFixed(1))].join(' | ')} |`;
}

/** The service reached where units are dealt in parts: between the stock and one less as the level lies between theirs. */
function exactly(
  demands: readonly Demand[],
  actual: readonly number[],
  stocks: readonly number[],
  level: number,
): number {
  const reached = demands.map((demand, at) => {
    const [less, enough] = [demand.atMost(stocks[at] - 1), demand.atMost(stocks[at])];
    const weight = enough > less ? Math.min(1, Math.max(0, (level - less) / (enough - less))) : 1;
    return (actual[at] <= stocks[at] ? weight : 0) + (actual[at] <= stocks[at] - 1 ? 1 - weight : 0);
  });
  return reached.reduce((sum, one) => sum + one, 0) / reached.length;
}

/** Of summed costs, with the middle 95% over products drawn with replacement. */
function ratioOf(cases: readonly Outcome[], ours: readonly number[], theirs: readonly number[]) {
  const bySku = new Map<string, [number, number]>();
  cases.forEach(({ sku }, at) => {
    const sums = bySku.get(sku) ?? [0, 0];
    bySku.set(sku, [sums[0] + ours[at], sums[1] + theirs[at]]);
  });
  const products = [...bySku.values()];
  const random = new Random(0);
  const drawn = Array.from({ length: RESAMPLES }, () => {
    const sums = [0, 0];
    for (let n = 0; n < products.length; n++) {
      const [a, b] = random.pick(products);
      sums[0] += a;
      sums[1] += b;
    }
    return sums[0] / sums[1];
  });
  const total = (costs: readonly number[]) => costs.reduce((sum, cost) => sum + cost, 0);
  return { ratio: total(ours) / total(theirs), low: quantile(drawn, 0.025), high: quantile(drawn, 0.975) };
}

function together(outcomes: readonly Outcome[], spreads: ReadonlyMap<number, Spread>, size: number): string {
  const random = new Random(1);
  const origins = [...new Set(outcomes.map(({ origin }) => origin))];
  const sums = origins.flatMap((origin) => {
    const all = outcomes.filter((one) => one.origin === origin);
    const spread = spreads.get(origin)!;
    const states = all.map((one) =>
      stateDemand(
        demandOf(one, one.actual.length, spread),
        one.total.mean,
        groupOf(one.task, spread).together,
      ),
    );
    return Array.from({ length: size === Infinity ? 1 : DRAWS }, () => {
      const chosen = random.shuffle(all.map((_, at) => at)).slice(0, size);
      const sum = new DemandSum();
      for (const at of chosen) sum.add(states[at]);
      const actual = chosen.reduce((units, at) => units + sold(all[at], all[at].actual.length), 0);
      return { ...sum.range(), actual };
    });
  });
  const within = share(sums, ({ p10, p90, actual }) => actual >= p10 && actual <= p90);
  const below = share(sums, ({ p50, actual }) => actual <= p50);
  return `| ${size === Infinity ? 'all' : size} | ${sums.length} | ${percent(within)} | ${percent(below)} |`;
}

function priceOf(panel: DemandPanel, sku: string, week: number, task: Task): number {
  const at = panel.skus.indexOf(sku);
  const origin = week - panel.firstWeek;
  const launched = panel.price[panel.at(at, panel.firstSale[at])];
  const price = task === 'NEW' ? launched : (panel.ownPrice(at, origin) ?? launched);
  return Number.isNaN(price) ? 1 : price;
}

function share<T>(values: readonly T[], condition: (value: T, at: number) => boolean): number {
  return values.filter(condition).length / values.length;
}

function percent(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}

void main(process.argv.slice(2));
