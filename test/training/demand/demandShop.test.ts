import { openDatabase } from '../../../src/registry/database/database';
import { Catalog } from '../../../src/registry/catalog';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { panelToCatalog } from '../../../src/ingest/toCatalog';
import { loadShop } from '../../../src/shop/loadShop';
import { recordAnalogs, recordLikeness } from '../../../src/shop/recordAnalogs';
import { VectorIndex } from '../../../src/shop/vectors/vectorIndex';
import { DemandPanel } from '../../../src/ingest/panel';
import { PRICE_PENALTY, TEMPERATURE, UNLIKE_ALL } from '../../../src/shop/neighbours/likeness';
import { NEIGHBOUR_COLUMNS } from '../../../src/shop/neighbours/neighbourStatistics';
import { panelShop } from '../../../src/training/demand/demandShop';
import { shopParts } from '../../evaluation/support/shop';

const ANCHOR = 30;
const PRICE = 3;
const DIMENSION = 4;
const panel = new DemandPanel(shopParts({ skus: 120, weeks: 40 }));
const descriptions = Float32Array.from({ length: panel.skus.length * DIMENSION }, (_, at) => Math.sin(at));
const shop = panelShop(panel, descriptions, DIMENSION);

/** Two products by text alone. */
const NEAREST = { rows: Int32Array.of(90, 92), similarities: Float32Array.of(0.8, 0.73) };

function statistics(): Record<string, number> {
  const likeness = { ...UNLIKE_ALL, vectors: NEAREST, words: NEAREST };
  const values = shop.statistics(likeness, { price: PRICE, own: -1 }, panel.firstWeek + ANCHOR);
  return Object.fromEntries(NEIGHBOUR_COLUMNS.map((name, at) => [name, values[at]]));
}

/** Units of one product in weeks [from, to), straight from the panel. */
function units(sku: number, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, week) => panel.units[panel.at(sku, from + week)]);
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('what products alike sold agrees with averages written out by hand', () => {
  const found = statistics();
  const price = (sku: number) => Math.log(panel.ownPrice(sku, ANCHOR)!);
  const priced = [0, 1].map(
    (at) => NEAREST.similarities[at] - PRICE_PENALTY * Math.abs(Math.log(PRICE) - price(NEAREST.rows[at])),
  );
  const weights = priced.map((value) => Math.exp(value / TEMPERATURE));
  const twins = priced.map((value) => Math.exp((value - 1) / 0.1));
  const average = (of: (sku: number) => number) =>
    (weights[0] * of(90) + weights[1] * of(92)) / (weights[0] + weights[1]);
  const recent = (sku: number) => units(sku, Math.max(panel.firstSale[sku], ANCHOR - 8), ANCHOR);
  const level = (sku: number) => Math.log1p(mean(recent(sku)));
  const root = (sku: number) => Math.sqrt(mean(recent(sku)));
  const atMeanPrice = (sku: number) => mean(recent(sku)) * Math.exp(-0.5 * (average(price) - price(sku)));

  const expected: Record<string, number> = {
    analogs_level: average((sku) => mean(recent(sku).map(Math.log1p))),
    analogs_mean: Math.log1p(average((sku) => mean(recent(sku)))),
    analogs_zeros: average((sku) => mean(recent(sku).map((sold) => (sold === 0 ? 1 : 0)))),
    analogs_price: average(price),
    analogs_price_gap: Math.log(PRICE) - average(price),
    analogs_revenue: average((sku) => level(sku) + 0.8 * price(sku)) - 0.8 * Math.log(PRICE),
    analogs_similarity: 0.8,
    analogs_close: Math.log1p(2),
    words_level: Math.log1p(mean([90, 92].map((sku) => Math.sqrt(atMeanPrice(sku)))) ** 2),
    words_similarity: 0.8,
    price_typical: (found.price_level + found.price_mean) / 2,
    twins_level: Math.log1p(((twins[0] * root(90) + twins[1] * root(92)) / (twins[0] + twins[1])) ** 2),
    twins_weight: twins[0] + twins[1],
    alike_weight: Math.exp((priced[0] - 1) / TEMPERATURE) + Math.exp((priced[1] - 1) / TEMPERATURE),
  };
  for (const [name, value] of Object.entries(expected))
    expect([name, found[name]]).toEqual([name, expect.closeTo(value, 3)]);
  expect(found.characters_level).toBeNaN();
});

test('a launch is told week by week, as far as it is known', () => {
  const found = statistics();
  const launched = [...NEAREST.rows].filter((sku) => panel.firstSale[sku] >= 6);
  expect(launched.length).toBeGreaterThan(0);
  for (let ahead = 0; ahead < 8; ahead++) {
    const logs = launched
      .filter((sku) => panel.firstSale[sku] + ahead < ANCHOR)
      .map((sku) => Math.log1p(panel.units[panel.at(sku, panel.firstSale[sku] + ahead)]));
    const value = found[`launch_week_${ahead + 1}`];
    expect(value).toBeGreaterThanOrEqual(Math.min(...logs) - 1e-5);
    expect(value).toBeLessThanOrEqual(Math.max(...logs) + 1e-5);
  }
});

test('a server that holds the same sales tells every product the same as training does, at every week', async () => {
  const database = openDatabase(':memory:', REGISTRY);
  panelToCatalog(database, panel, { hash: 'a'.repeat(64), name: 'a test', synthetic: false });
  const served = await loadShop(new Catalog(database), new VectorIndex(DIMENSION));
  const vector = (sku: number) => descriptions.subarray(sku * DIMENSION, (sku + 1) * DIMENSION);
  panel.skus.forEach((code, sku) => served.setVector(served.row(code), vector(sku)));
  for (const t of [12, ANCHOR, panel.weeks]) {
    panel.skus.forEach((code, own) => {
      const origin = panel.firstWeek + t;
      const description = panel.descriptionAt(own, panel.weeks);
      const likeness = shop.like({ vector: vector(own), text: description });
      const trained = shop.statistics(
        likeness,
        { price: PRICE, own, season: { weeks: 4, each: true } },
        origin,
      );
      const record = {
        sku: code,
        description,
        price: PRICE,
        origin,
        season: { weeks: 4, each: true },
        lift: null,
      };
      const asked = recordAnalogs(served, record, recordLikeness(served, record, vector(own)), 'text_aware');
      NEIGHBOUR_COLUMNS.forEach((name, at) => {
        const expected: unknown = Number.isNaN(trained[at]) ? NaN : expect.closeTo(trained[at], 5);
        expect([code, t, name, asked[at]]).toEqual([code, t, name, expected]);
      });
    });
  }
  database.close();
});
