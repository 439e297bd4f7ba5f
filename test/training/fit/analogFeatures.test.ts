import { openSession, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { analogFeatures, analogNames, NOBODY } from '../../../src/training/fit/analogFeatures';
import { analogStatistics, launchColumns, RECENT_COLUMNS } from '../../../src/training/fit/analogStatistics';
import { DemandPanel } from '../../../src/training/ingest/panel';
import { shopParts } from '../evaluate/support/shop';

const HORIZON = 2;
const ANCHOR = 30;
const PRICE = Math.log(3);
const panel = new DemandPanel(shopParts({ skus: 120, weeks: 40 }));
const statistics = analogStatistics(panel, ANCHOR, HORIZON);

/** Three neighbours, of which the third place is empty. */
const index = [90, 92, 0];
const similarity = [0.8, 0.73, NOBODY];

async function features(): Promise<Record<string, number>> {
  const graph = new GraphBuilder('analogs');
  const size = panel.skus.length;
  const neighbours = {
    index: graph.input('index', 'int64', ['N', 3]),
    similarity: graph.input('similarity', 'float', ['N', 3]),
  };
  const tables = {
    recent: graph.constant(statistics.recent, [size, RECENT_COLUMNS]),
    launch: graph.constant(statistics.launch, [size, launchColumns(HORIZON)]),
  };
  const price = graph.input('price', 'float', ['N', 1]);
  graph.output('features', analogFeatures(neighbours, neighbours, tables, price, HORIZON));
  const { session } = await openSession(graph.bytes(), { threads: 1, provider: 'cpu', deviceId: 0 });
  const outputs = await session.run({
    index: new Tensor('int64', BigInt64Array.from(index, BigInt), [1, 3]),
    similarity: new Tensor('float32', similarity, [1, 3]),
    price: new Tensor('float32', [PRICE], [1, 1]),
  });
  return Object.fromEntries(
    analogNames(HORIZON).map((name, at) => [name, outputs.features.data[at] as number]),
  );
}

/** Units of one product in weeks [from, to), straight from the panel. */
function units(sku: number, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, week) => panel.units[panel.at(sku, from + week)]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('features agree with averages written out by hand', async () => {
  const found = await features();
  const weights = [1, Math.exp((0.73 - 0.8) / 0.07)];
  const average = (of: (sku: number) => number) =>
    (weights[0] * of(90) + weights[1] * of(92)) / (weights[0] + weights[1]);
  const recent = (sku: number) => units(sku, Math.max(panel.firstSale[sku], ANCHOR - 8), ANCHOR);
  const price = (sku: number) => Math.log(panel.lastPrice(sku, ANCHOR)!);
  const launch = (sku: number) => units(sku, panel.firstSale[sku], panel.firstSale[sku] + HORIZON);
  const logTotal = (sku: number) => Math.log1p(launch(sku)[0] + launch(sku)[1]);

  expect(found.analogs_level).toBeCloseTo(
    average((sku) => mean(recent(sku).map(Math.log1p))),
    4,
  );
  expect(found.analogs_mean).toBeCloseTo(Math.log1p(average((sku) => mean(recent(sku)))), 4);
  expect(found.analogs_zeros).toBeCloseTo(
    average((sku) => mean(recent(sku).map((u) => (u === 0 ? 1 : 0)))),
    4,
  );
  expect(found.analogs_price).toBeCloseTo(average(price), 4);
  expect(found.analogs_price_gap).toBeCloseTo(PRICE - average(price), 4);
  expect(found.analogs_revenue).toBeCloseTo(
    average((sku) => Math.log1p(mean(recent(sku))) + 0.8 * price(sku)) - 0.8 * PRICE,
    4,
  );
  expect(found.analogs_similarity).toBeCloseTo(0.8, 5);
  expect(found.analogs_close).toBeCloseTo(Math.log1p(2), 5);
  expect(found.launches_week_1).toBeCloseTo(
    average((sku) => Math.log1p(launch(sku)[0])),
    4,
  );
  expect(found.launches_total).toBeCloseTo(average(logTotal), 4);
  expect(found.launches_total_5).toBeCloseTo((logTotal(90) + logTotal(92)) / 2, 4);
  expect(found.launches_mean).toBeCloseTo(Math.log1p(average((sku) => Math.expm1(logTotal(sku)))), 4);
});

test('statistics at an anchor do not see it or anything later', () => {
  const { units: sold } = panel;
  const later = new DemandPanel({
    ...shopParts({ skus: 120, weeks: 40 }),
    units: sold.map((value, at) => (at % panel.weeks >= ANCHOR ? value * 1000 : value)),
  });
  expect(analogStatistics(later, ANCHOR, HORIZON)).toEqual(statistics);
});
