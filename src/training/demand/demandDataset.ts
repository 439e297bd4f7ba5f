import { frequentLevels } from '../../features/categoryLevels';
import { FEATURES } from '../../features/definitions';
import type { FeatureContext } from '../../features/featureVector';
import type { DemandPanel } from '../../ingest/panel';
import { type KnownPromotions, knownPromotions } from '../head/promotionFamiliarity';
import type { DemandOptions } from './demandOptions';
import { type DemandRows, demandRows } from './demandRows';
import { weeksOfWindows } from './heldOut';
import { panelShop, rowAnalogs } from './demandShop';
import { SEASON_TOLD_BY, SEASONAL_WEEKS, seasonToTell, type ToldSeason } from '../../shop/neighbours/season';
import type { Shop } from '../../shop/shop';
import { type DemandResponse, demandResponse, liftIn } from './response/demandResponse';
import { withoutDepth } from '../../common/promotionDepth';
import { Random } from '../../common/random';
import type { TextVectors } from '../encoder/textVectors';

export type { TextVectors };

/** Everything that heads are fitted on: the same for every kind of head and every seed of a network. */
export interface DemandDataset {
  panel: DemandPanel;
  context: FeatureContext;
  seasonal: boolean;
  /** How the season is given to its heads. */
  season: ToldSeason;
  /** Weeks of rows with history that a fit uses, counted back from the first week that it does not see. */
  window: number;
  rows: DemandRows;
  /** The shop at the end of the panel; a product's row is its index in the panel. */
  shop: Shop;
  /** Row-major [R, A], in the order of NEIGHBOUR_COLUMNS: sales of similar products before each row's anchor. */
  analogs: Float32Array;
  dimension: number;
  /** Row-major [S, D]: the products' descriptions. */
  descriptions: Float32Array;
  /** Row-major [P, D]: the promotions' texts. */
  promotions: Float32Array;
  /** The same, in the form in which a head compares others with them. */
  knownPromotions: KnownPromotions | null;
  /** Effects within products, from the whole panel. */
  response: DemandResponse;
  /** The same rows for a head that knows no promotions: with history as it was sold. */
  asSold(): DemandRows;
}

const PRICE_COLUMN = FEATURES.findIndex(({ name }) => name === 'reference_price');

/** The texts of a panel to embed for training. */
export function textsOf(panel: DemandPanel): string[] {
  const texts = new Set<string>();
  panel.skus.forEach((_, sku) => {
    texts.add(panel.descriptionAt(sku, panel.weeks));
    for (let t = 0; t < panel.weeks; t += 1) texts.add(withoutDepth(panel.promoText(sku, t) ?? ''));
  });
  return [...texts];
}

/** Rows, features and analogs from the weeks before `until`, an index in the panel; nothing later is used. */
export async function demandDataset(
  whole: DemandPanel,
  texts: TextVectors,
  options: DemandOptions,
  until = whole.weeks,
): Promise<DemandDataset> {
  const panel = whole.before(until);
  const seasonal = panel.weeks >= SEASONAL_WEEKS;
  const season = seasonToTell(panel.weeks, options.horizon);
  const response = demandResponse(panel);
  const lift = liftIn(response);
  const context: FeatureContext = {
    lift,
    shop: panel.shopWeeks(),
    numeric: options.numeric,
    observed: panel.extras.observedNames,
    categories: Object.fromEntries(options.categorical.map((name) => [name, levelsOf(panel, name)])),
  };
  const window = season.change
    ? Math.max(options.window, panel.weeks - SEASON_TOLD_BY)
    : seasonal
      ? panel.weeks
      : options.window;
  const earlier = season.change ? 0 : weeksOfWindows(panel.skus.length, options);
  const rowsIn = (of: FeatureContext) =>
    demandRows(panel, of, { ...options, window: window + earlier }, new Random(options.seed));
  const rows = rowsIn(context);
  if (rows.count === 0) {
    throw new Error(`${panel.weeks} weeks of ${panel.skus.length} products give no row to train on`);
  }
  const stacked = (all: readonly string[]) =>
    stack(
      all.map((text) => texts.vectorOf(text)),
      texts.dimension,
    );
  const descriptions = stacked(panel.skus.map((_, sku) => panel.descriptionAt(sku, panel.weeks)));
  const promotions = stacked(rows.promotions);
  const seen = new Int32Array(rows.promotions.length);
  for (const promo of rows.promo) if (promo >= 0) seen[promo]++;
  const shop = panelShop(panel, descriptions, texts.dimension, texts.standIn);
  const width = rows.features.length / rows.count;
  const prices = Float32Array.from(rows.sku, (_, row) => Math.exp(rows.features[row * width + PRICE_COLUMN]));
  return {
    panel,
    context,
    seasonal,
    season,
    window,
    rows,
    shop,
    analogs: rowAnalogs(shop, panel, rows, descriptions, prices, { season, lift }),
    dimension: texts.dimension,
    descriptions,
    promotions,
    knownPromotions: await knownPromotions(promotions, seen, descriptions, texts.dimension),
    response,
    asSold: () => (lift ? rowsIn({ ...context, lift: null }) : rows),
  };
}

function levelsOf(panel: DemandPanel, name: string): string[] {
  return frequentLevels(
    panel.skus.map((_, sku) => panel.extras.asKnown(sku, panel.weeks - 1, panel.weeks)[name]),
  );
}

/** Vectors stacked as the rows of one table. */
function stack(vectors: readonly Float32Array[], dimension: number): Float32Array {
  const table = new Float32Array(vectors.length * dimension);
  vectors.forEach((vector, row) => table.set(vector, row * dimension));
  return table;
}
