import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import {
  analogFeatures,
  ANALOG_NAMES,
  NEAREST,
  NEIGHBOURS,
  NOBODY,
  PRICE_PENALTY,
  pricedSimilarity,
  TEMPERATURE,
} from '../../../src/training/head/analogFeatures';
import { analogStatistics, logPrices, RECENT_COLUMNS } from '../../../src/training/head/analogStatistics';
import { firstEligible } from '../../../src/training/head/bank';
import { firstNeighbours } from '../../../src/training/head/headGraph';
import { DemandPanel } from '../../../src/ingest/panel';
import { shopParts } from '../../evaluation/support/shop';

const ANCHOR = 30;
const PRICE = Math.log(3);
const panel = new DemandPanel(shopParts({ skus: 120, weeks: 40 }));
const statistics = analogStatistics(panel, ANCHOR);

/** Three places, of which the third is empty: by text alone, and with prices taken into account. */
const index = [90, 92, 0];
const similarity = [0.8, 0.73, NOBODY];
const pricedIndex = [92, 90, 0];
const pricedSimilarities = [0.7, 0.56, NOBODY];

async function features(): Promise<Record<string, number>> {
  const graph = new GraphBuilder('analogs');
  const size = panel.skus.length;
  const places = (name: string) => ({
    index: graph.input(`${name}_index`, 'int64', ['N', 3]),
    similarity: graph.input(`${name}_similarity`, 'float', ['N', 3]),
  });
  const { similarity: nearest } = places('text');
  const likeness = { compared: nearest, nearest, priced: places('priced') };
  const recent = graph.constant(statistics.recent, [size, RECENT_COLUMNS]);
  const price = graph.input('price', 'float', ['N', 1]);
  graph.output('features', analogFeatures(likeness, recent, price));
  const session = await openOnCpu(graph.bytes());
  const outputs = await session.run({
    text_index: new Tensor('int64', BigInt64Array.from(index, BigInt), [1, 3]),
    text_similarity: new Tensor('float32', similarity, [1, 3]),
    priced_index: new Tensor('int64', BigInt64Array.from(pricedIndex, BigInt), [1, 3]),
    priced_similarity: new Tensor('float32', pricedSimilarities, [1, 3]),
    price: new Tensor('float32', [PRICE], [1, 1]),
  });
  return Object.fromEntries(ANALOG_NAMES.map((name, at) => [name, outputs.features.data[at] as number]));
}

/** Units of one product in weeks [from, to), straight from the panel. */
function units(sku: number, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, week) => panel.units[panel.at(sku, from + week)]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('features agree with averages written out by hand', async () => {
  const found = await features();
  const weight = Math.exp((0.56 - 0.7) / TEMPERATURE);
  const average = (of: (sku: number) => number) => (of(92) + weight * of(90)) / (1 + weight);
  const recent = (sku: number) => units(sku, Math.max(panel.firstSale[sku], ANCHOR - 8), ANCHOR);
  const price = (sku: number) => Math.log(panel.lastPrice(sku, ANCHOR)!);

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
});

test('features are the same from lists of neighbours, as in training, as from all products, as in a head', async () => {
  const size = panel.skus.length;
  const prices = logPrices(statistics);
  const similar = Float32Array.from({ length: size }, (_, sku) =>
    statistics.known[sku] ? 1 - sku / 400 : NOBODY,
  );
  const order = Int32Array.from({ length: size }, (_, sku) => sku).sort((a, b) => similar[b] - similar[a]);
  const ranking = { index: order, similarity: similar.toSorted((a, b) => b - a), depth: size };
  const listed = (penalty?: (sku: number) => number) => {
    const into = { index: new BigInt64Array(NEIGHBOURS), similarity: new Float32Array(NEIGHBOURS), at: 0 };
    firstEligible(ranking, 0, -1, statistics.known, NEIGHBOURS, into, penalty);
    return into;
  };
  const priced = listed((sku) => (Math.abs(PRICE - prices[sku]) || 0) * PRICE_PENALTY);

  const graph = new GraphBuilder('both');
  const recent = graph.constant(statistics.recent, [size, RECENT_COLUMNS]);
  const price = graph.constant(Float32Array.of(PRICE), [1, 1]);
  const nearest = graph.constant(listed().similarity, [1, NEIGHBOURS]);
  const lists = {
    index: graph.constant(priced.index, [1, NEIGHBOURS]),
    similarity: graph.constant(priced.similarity, [1, NEIGHBOURS]),
  };
  graph.output('listed', analogFeatures({ compared: nearest, nearest, priced: lists }, recent, price));
  const all = graph.input('all', 'float', ['N', size]);
  const found = {
    compared: all,
    nearest: firstNeighbours(all, NEAREST).similarity,
    priced: firstNeighbours(pricedSimilarity(all, price, prices), NEIGHBOURS, { sorted: false }),
  };
  graph.output('found', analogFeatures(found, recent, price));
  const session = await openOnCpu(graph.bytes());
  const outputs = await session.run({ all: new Tensor('float32', similar, [1, size]) });

  const [expected, features] = [outputs.listed, outputs.found].map(({ data }) => data as Float32Array);
  ANALOG_NAMES.forEach((_, column) => expect(features[column]).toBeCloseTo(expected[column], 5));
  expect(features[ANALOG_NAMES.indexOf('analogs_close')]).toBeCloseTo(Math.log1p(NEIGHBOURS), 5);
});

test('neighbours with prices are the same in training as in the graph', async () => {
  const size = panel.skus.length;
  const similar = Float32Array.from({ length: size }, (_, sku) =>
    statistics.known[sku] ? ((sku * 37) % 101) / 101 : NOBODY,
  );
  const prices = logPrices(statistics);
  const graph = new GraphBuilder('priced');
  const all = graph.input('all', 'float', ['N', size]);
  const found = firstNeighbours(pricedSimilarity(all, graph.input('price', 'float', ['N', 1]), prices), 5);
  graph.output('index', found.index);
  graph.output('similarity', found.similarity);
  const session = await openOnCpu(graph.bytes());
  const outputs = await session.run({
    all: new Tensor('float32', similar, [1, size]),
    price: new Tensor('float32', [PRICE], [1, 1]),
  });

  const order = Int32Array.from({ length: size }, (_, sku) => sku).sort((a, b) => similar[b] - similar[a]);
  const ranking = { index: order, similarity: similar.toSorted((a, b) => b - a), depth: size };
  const into = { index: new BigInt64Array(5), similarity: new Float32Array(5), at: 0 };
  const penalty = (sku: number) => Math.abs(PRICE - prices[sku]) * PRICE_PENALTY;
  firstEligible(ranking, 0, -1, statistics.known, 5, into, penalty);
  expect([...into.index]).toEqual([...(outputs.index.data as BigInt64Array)]);
  into.similarity.forEach((value, place) =>
    expect(value).toBeCloseTo((outputs.similarity.data as Float32Array)[place], 5),
  );
});

test('statistics at an anchor do not see it or anything later', () => {
  const { units: sold } = panel;
  const later = new DemandPanel({
    ...shopParts({ skus: 120, weeks: 40 }),
    units: sold.map((value, at) => (at % panel.weeks >= ANCHOR ? value * 1000 : value)),
  });
  expect(analogStatistics(later, ANCHOR)).toEqual(statistics);
});
