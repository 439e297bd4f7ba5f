import { certain } from '../../common/certain';
import { ownPriceIn } from '../../common/ownPrice';
import { withoutDepth } from '../../common/promotionDepth';
import type { DemandRecord, WeekSales } from '../../contract/record';
import { type FeatureContext, featureNames, featureVector } from '../../features/featureVector';
import type { DemandPanel } from '../../ingest/panel';
import type { Random } from '../../common/random';
import { present, sum } from '../../common/statistics';

/** Where a training row comes from. */
export const ROW_KIND = { history: 0, hidden: 1, shortened: 2, launch: 3 } as const;

/** Rows to train on: one product at one anchor week, with only what was known before that week. */
export interface DemandRows {
  count: number;
  /** Row-major [R, F]; NaN is missing. */
  features: Float32Array;
  /** Product, as its index in the panel. */
  sku: Int32Array;
  /** First unknown week, as an index in the panel. */
  anchor: Int32Array;
  /** First week to forecast; after the anchor for a launch planned ahead. */
  target: Int32Array;
  kind: Uint8Array;
  /** Promotion text in the forecast weeks, as an index in `promotions`; -1 for none. */
  promo: Int32Array;
  /** Without their depth, which is a feature. */
  promotions: string[];
  /**
   * Row-major [R, horizon + 1]: units of each week and their total, see `totalOf`; NaN where unknown or under another
   * promotion.
   */
  units: Float32Array;
}

export interface RowOptions {
  horizon: number;
  /** Weeks before the panel's end from which rows with history are taken. */
  window: number;
  /** Share of the rows with history that are added again with less of it. */
  shortened: number;
}

/** Weeks of history that a shortened row keeps; repeated values are more likely. */
const DEPTHS = [0, 0, 0, 1, 2, 3, 6];
/** Anchors start here, or after a quarter of the weeks of a short history. */
const FIRST_ANCHOR = 8;
/** First sales before this week are not launches: the product may have sold before the data begin. */
const FIRST_LAUNCH = 8;
/** Most rows with history; in a larger shop a random sample of about this size is taken. */
const MOST_ROWS = 500_000;
/** A launch is planned at most this many weeks ahead. */
const LONGEST_LEAD = 3;
const IDLE_WEEKS = 26;
/** Share of the weeks of a total that must be known. */
const LEAST_KNOWN = 0.75;

interface Draft {
  sku: number;
  anchor: number;
  target: number;
  kind: number;
  depth: number;
}

/**
 * Rows of every product and anchor week: with history if something was sold within 26 weeks, a share of them again with
 * less or no history, and every launch as seen 0 to 3 weeks ahead.
 */
export function demandRows(
  panel: DemandPanel,
  context: FeatureContext,
  { horizon, window, shortened }: RowOptions,
  random: Random,
): DemandRows {
  const drafts = draftRows(panel, window, shortened, random);
  const promotions = new Map<string, number>();
  const rows = drafts.flatMap((draft) => byPromotion(panel, draft, horizon, promotions));
  const width = featureNames(context).length;
  const result: DemandRows = {
    count: rows.length,
    features: new Float32Array(rows.length * width),
    sku: Int32Array.from(rows, ({ sku }) => sku),
    anchor: Int32Array.from(rows, ({ anchor }) => anchor),
    target: Int32Array.from(rows, ({ target }) => target),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    promo: Int32Array.from(rows, ({ promo }) => promo),
    promotions: [...promotions.keys()],
    units: new Float32Array(rows.length * (horizon + 1)),
  };
  const historyOf = latestOnly((sku) => panel.history(sku, panel.weeks));
  rows.forEach((row, index) => {
    const known = row.anchor - panel.firstSale[row.sku];
    const history = historyOf(row.sku).slice(Math.max(0, known - row.depth), Math.max(0, known));
    const record: DemandRecord = {
      sku: panel.skus[row.sku],
      description: '',
      promoText: row.text,
      price: plannedPrice(panel, row, history),
      origin: panel.firstWeek + row.target,
      history,
      established: row.kind !== ROW_KIND.launch,
      extras: panel.extras.names.length > 0 ? panel.extras.asKnown(row.sku, row.target, row.anchor) : {},
    };
    const shop = context.shop.slice(0, row.anchor);
    result.features.set(featureVector(record, { ...context, shop }), index * width);
    result.units.set(row.units, index * (horizon + 1));
  });
  return result;
}

/** Rows come product by product: only the latest product's result is cached. */
function latestOnly<T>(make: (sku: number) => T): (sku: number) => T {
  let kept: { sku: number; made: T } | null = null;
  return (sku) => {
    if (kept?.sku !== sku) kept = { sku, made: make(sku) };
    return kept.made;
  };
}

function draftRows(panel: DemandPanel, window: number, shortened: number, random: Random): Draft[] {
  const drafts: Draft[] = [];
  const first = Math.min(FIRST_ANCHOR, Math.max(2, Math.floor(panel.weeks / 4)));
  const earliest = Math.max(first, panel.weeks - window);
  const possible = panel.firstSale.reduce(
    (count, sale) => count + Math.max(0, panel.weeks - Math.max(earliest, sale + 1)),
    0,
  );
  const taken = MOST_ROWS / possible;
  panel.skus.forEach((_, sku) => {
    const sale = panel.firstSale[sku];
    let lastSale = sale;
    for (let anchor = sale + 1; anchor < panel.weeks; anchor += 1) {
      if (panel.units[panel.at(sku, anchor - 1)] > 0) lastSale = anchor - 1;
      if (anchor < earliest || anchor - lastSale > IDLE_WEEKS) continue;
      if (taken < 1 && random.uniform() >= taken) continue;
      const draft = { sku, anchor, target: anchor, kind: ROW_KIND.history, depth: Infinity };
      drafts.push(draft);
      if (random.uniform() >= shortened) continue;
      const depth = DEPTHS[random.below(DEPTHS.length)];
      drafts.push({ ...draft, depth, kind: depth === 0 ? ROW_KIND.hidden : ROW_KIND.shortened });
    }
    if (sale < FIRST_LAUNCH) return;
    for (let lead = 0; lead <= LONGEST_LEAD && sale - lead >= FIRST_LAUNCH - 1; lead += 1) {
      drafts.push({ sku, anchor: sale - lead, target: sale, kind: ROW_KIND.launch, depth: 0 });
    }
  });
  return drafts;
}

/** One row for each promotion in the forecast weeks, answering only for its own weeks. */
function byPromotion(panel: DemandPanel, draft: Draft, horizon: number, promotions: Map<string, number>) {
  const { sku, target } = draft;
  const weeks = Array.from({ length: horizon }, (_, ahead) => target + ahead);
  const texts = weeks.map((week) => (week < panel.weeks ? panel.promoText(sku, week) : null));
  const sold = weeks.map((week) => (week < panel.weeks ? panel.units[panel.at(sku, week)] : NaN));
  const total = target + horizon <= panel.weeks ? totalOf(sold) : NaN;
  return [...new Set(texts.filter((_, ahead) => !Number.isNaN(sold[ahead])))].map((text) => {
    const same = texts.map((other) => other === text);
    const units = sold.map((value, ahead) => (same[ahead] ? value : NaN));
    const embedded = text === null ? null : withoutDepth(text);
    if (embedded !== null && !promotions.has(embedded)) promotions.set(embedded, promotions.size);
    const promo = embedded === null ? -1 : certain(promotions.get(embedded), 'place of a promotion');
    return { ...draft, text, promo, units: [...units, same.every(Boolean) ? total : NaN] };
  });
}

/** The total of weeks, with unknown ones replaced by the mean of the others; NaN if more than a quarter is unknown. */
export function totalOf(units: ArrayLike<number>): number {
  const known = present(units);
  return known.length < LEAST_KNOWN * units.length ? NaN : sum(known) * (units.length / known.length);
}

/**
 * A launch's price is planned; otherwise the product's own price, as far as its history is visible, is assumed to stay.
 */
function plannedPrice(
  panel: DemandPanel,
  { sku, anchor, target, kind }: Draft,
  history: readonly WeekSales[],
): number | null {
  if (kind !== ROW_KIND.launch) return ownPriceIn(history) ?? panel.ownPrice(sku, anchor);
  const price = panel.price[panel.at(sku, target)];
  return Number.isNaN(price) ? null : price;
}
