import { openOnCpu, Tensor } from '../../engine/runtime';
import { frequentLevels } from '../../features/categoryLevels';
import { FEATURES } from '../../features/definitions';
import { type FeatureContext, featureNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import type { DemandPanel } from '../../ingest/panel';
import { analogFeatures, ANALOG_NAMES, NEIGHBOURS, NOBODY, PRICE_PENALTY } from '../head/analogFeatures';
import { type AnalogStatistics, analogStatistics, logPrices, RECENT_COLUMNS } from '../head/analogStatistics';
import { type KnownPromotions, knownPromotions } from '../head/promotionFamiliarity';
import { type Bank, firstEligible, makeBank, rank, type Ranking } from '../head/bank';
import { type DemandOptions, SEASONAL_WEEKS } from './demandOptions';
import { type DemandRows, demandRows } from './demandRows';
import { type DemandResponse, demandResponse } from './response/demandResponse';
import { PRICE_LEVEL_NAMES, pricedLevels, priceLevels } from './priceLevels';
import { withoutDepth } from '../../common/promotionDepth';
import { Random } from '../../common/random';
import type { TextVectors } from '../encoder/textVectors';

export type { TextVectors };

/** All that heads are fitted on: the same for every kind of head and every seed of a network. */
export interface DemandDataset {
  panel: DemandPanel;
  context: FeatureContext;
  seasonal: boolean;
  rows: DemandRows;
  /** Row-major [R, A]: the analog features of each row. */
  analogs: Float32Array;
  /** Row-major [R, 4]: what stands in their place where no text is known; see priceLevels. */
  priceLevels: Float32Array;
  dimension: number;
  /** Row-major [S, D]: the products' descriptions. */
  descriptions: Float32Array;
  /** Row-major [P, D]: the promotions' texts. */
  promotions: Float32Array;
  /** The same, as a head compares others with them. */
  knownPromotions: KnownPromotions | null;
  bank: Bank;
  /** Of the bank's products at the end of the panel. */
  statistics: AnalogStatistics;
  /** Within products, from all of the panel. */
  response: DemandResponse;
}

const PRICE_COLUMN = FEATURES.findIndex(({ name }) => name === 'reference_price');

/** The texts of a panel that training on the weeks before `until` needs embedded. */
export function textsOf(panel: DemandPanel, until = panel.weeks): string[] {
  const texts = new Set<string>();
  panel.skus.forEach((_, sku) => {
    texts.add(panel.descriptionAt(sku, until));
    for (let t = 0; t < until; t += 1) texts.add(withoutDepth(panel.promoText(sku, t) ?? ''));
  });
  return [...texts];
}

/** Rows, features and analogs from the weeks before `until`, an index in the panel; nothing later is seen. */
export async function demandDataset(
  whole: DemandPanel,
  texts: TextVectors,
  options: DemandOptions,
  until = whole.weeks,
): Promise<DemandDataset> {
  const panel = whole.before(until);
  const seasonal = panel.weeks >= SEASONAL_WEEKS;
  const context: FeatureContext = {
    shop: panel.shopWeeks(),
    numeric: options.numeric,
    observed: panel.observedNames,
    categories: Object.fromEntries(options.categorical.map((name) => [name, levelsOf(panel, name)])),
  };
  const window = seasonal ? panel.weeks : options.window;
  const rows = demandRows(panel, context, { ...options, window }, new Random(options.seed));
  if (rows.count === 0) {
    throw new Error(`${panel.weeks} weeks of ${panel.skus.length} products give no row to train on`);
  }
  const stacked = (all: readonly string[]) =>
    stack(
      all.map((text) => texts.vectorOf(text)),
      texts.dimension,
    );
  const descriptions = stacked(panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks)));
  const bank = makeBank(descriptions, texts.dimension);
  const ranking = await rank(descriptions, bank);
  const promotions = stacked(rows.promotions);
  const seen = new Int32Array(rows.promotions.length);
  for (const promo of rows.promo) if (promo >= 0) seen[promo]++;
  return {
    panel,
    context,
    seasonal,
    rows,
    ...(await analogsOf(panel, rows, ranking, featureNames(context).length)),
    dimension: texts.dimension,
    descriptions,
    promotions,
    knownPromotions: await knownPromotions(promotions, seen, descriptions, texts.dimension),
    bank,
    statistics: analogStatistics(panel, panel.weeks),
    response: demandResponse(panel),
  };
}

async function analogsOf(
  panel: DemandPanel,
  rows: DemandRows,
  ranking: Ranking,
  features: number,
): Promise<Pick<DemandDataset, 'analogs' | 'priceLevels'>> {
  const session = await openOnCpu(analogGraph());
  const size = panel.skus.length;
  const found = {
    analogs: new Float32Array(rows.count * ANALOG_NAMES.length),
    priceLevels: new Float32Array(rows.count * PRICE_LEVEL_NAMES.length),
  };
  const byAnchor = new Map<number, number[]>();
  rows.anchor.forEach((anchor, row) => {
    const members = byAnchor.get(anchor);
    if (members) members.push(row);
    else byAnchor.set(anchor, [row]);
  });
  for (const [anchor, members] of byAnchor) {
    const statistics = analogStatistics(panel, anchor);
    const price = Float32Array.from(members, (row) => rows.features[row * features + PRICE_COLUMN]);
    const prices = logPrices(statistics);
    const penalty = (place: number, product: number) =>
      (Math.abs(price[place] - prices[product]) || 0) * PRICE_PENALTY;
    const of = { ranking, rows, members };
    const nearest = neighbours(of, statistics.known);
    const priced = neighbours(of, statistics.known, penalty);
    const levels = pricedLevels(statistics);
    const outputs = await session.run({
      nearest: nearest.similarity,
      priced_index: priced.index,
      priced_similarity: priced.similarity,
      recent: new Tensor('float32', statistics.recent, [size, RECENT_COLUMNS]),
      price: new Tensor('float32', price, [members.length, 1]),
      prices: new Tensor('float32', levels.prices, [1, size]),
      levels: new Tensor('float32', levels.table, [size, levels.table.length / size]),
    });
    for (const [name, table] of Object.entries(found)) {
      const values = outputs[name].data as Float32Array;
      const width = values.length / members.length;
      members.forEach((row, place) =>
        table.set(values.subarray(place * width, (place + 1) * width), row * width),
      );
    }
  }
  await session.release();
  return found;
}

function analogGraph(): Uint8Array {
  const graph = new GraphBuilder('analogs');
  const recent = graph.input('recent', 'float', ['S', RECENT_COLUMNS]);
  const nearest = graph.input('nearest', 'float', ['N', NEIGHBOURS]);
  const priced = {
    index: graph.input('priced_index', 'int64', ['N', NEIGHBOURS]),
    similarity: graph.input('priced_similarity', 'float', ['N', NEIGHBOURS]),
  };
  const found = { compared: nearest, nearest, priced };
  const price = graph.input('price', 'float', ['N', 1]);
  graph.output('analogs', analogFeatures(found, recent, price));
  const prices = graph.input('prices', 'float', [1, 'S']);
  graph.output('priceLevels', priceLevels(price, prices, graph.input('levels', 'float', ['S', 5])));
  return graph.bytes();
}

/** [N, NEIGHBOURS] of the N `members`, rows at one anchor; `penalty` is taken of a member's place and a product. */
function neighbours(
  { ranking, rows, members }: { ranking: Ranking; rows: DemandRows; members: readonly number[] },
  eligible: Uint8Array,
  penalty: (place: number, product: number) => number = () => 0,
): Record<'index' | 'similarity', Tensor> {
  const index = new BigInt64Array(members.length * NEIGHBOURS);
  const similarity = new Float32Array(index.length).fill(NOBODY);
  members.forEach((row, place) => {
    const sku = rows.sku[row];
    const into = { index, similarity, at: place * NEIGHBOURS };
    firstEligible(ranking, sku, sku, eligible, NEIGHBOURS, into, (product) => penalty(place, product));
  });
  const shape = [members.length, NEIGHBOURS];
  return { index: new Tensor('int64', index, shape), similarity: new Tensor('float32', similarity, shape) };
}

function levelsOf(panel: DemandPanel, name: string): string[] {
  return frequentLevels(panel.skus.map((_, sku) => panel.extras(sku, panel.weeks - 1, panel.weeks)[name]));
}

/** Vectors as the rows of one table. */
function stack(vectors: readonly Float32Array[], dimension: number): Float32Array {
  const table = new Float32Array(vectors.length * dimension);
  vectors.forEach((vector, row) => table.set(vector, row * dimension));
  return table;
}
