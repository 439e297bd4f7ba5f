import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mondayOf, weekOf, type Week } from '../../../src/common/week';
import type { ItemForecast } from '../../../src/contract/forecastAnswers';
import type { Item } from '../../../src/contract/item';
import { MODEL_FILES, type Manifest } from '../../../src/contract/manifest';
import type { Launch } from '../../../src/contract/monitoring';
import type { Monitor } from '../../../src/monitoring/monitor';
import { Catalog } from '../../../src/registry/catalog';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { type Database, openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { ForecastStore } from '../../../src/registry/forecasts/forecastStore';
import { putLaunches } from '../../../src/registry/live/putLaunches';
import { monitorOf, type Watched } from '../../support/monitor';

const HORIZON = 2;
export const FIRST: Week = weekOf('2026-01-05');

/** A catalog in a file, whose weeks tests close one after the other, and a monitor over it. */
export interface Shop {
  database: Database;
  catalog: Catalog;
  registry: ModelRegistry;
  forecasts: ForecastStore;
  /** Plans launches, in place of all that were. */
  plan(launches: readonly Launch[]): void;
  file: string;
  manifest: Manifest;
  monitor: Monitor;
  /** Items forecast, batch by batch. */
  asked: Item[][];
  /** A service of the same answers that notes elsewhere what it is asked. */
  serviceAsking(asked: Item[][]): Watched['service'];
  /** Adds a whole week: what products sold, by sku. */
  close(week: Week, units: Record<string, number>): void;
}

export interface ShopOptions extends Omit<Partial<Watched>, 'forecast' | 'isOfShop' | 'productsOf'> {
  /** Of each item, in units. */
  forecast?: (item: Item) => { p10: number; p50: number; p90: number; mean: number };
  manifest?: Partial<Manifest>;
  /** Of the model. */
  isOfShop?: boolean | null;
  products?: ReadonlySet<string> | null;
}

const FORECAST = () => ({ p10: 2, p50: 4, p90: 9, mean: 5 });

export function makeShop({
  forecast = FORECAST,
  manifest: given,
  isOfShop = null,
  products = null,
  ...rest
}: ShopOptions = {}): Shop {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-monitoring-'));
  const file = join(directory, 'shop.db');
  const database = openDatabase(file, REGISTRY);
  const catalog = new Catalog(database);
  const registry = new ModelRegistry(database);
  const manifest = { ...MANIFEST, ...given } as Manifest;
  mkdirSync(join(directory, 'model'));
  writeFileSync(join(directory, 'model', MODEL_FILES.manifest), JSON.stringify(manifest));
  registry.register(manifest.name, join(directory, 'model'));
  const asked: Item[][] = [];
  const serviceAsking = (noted: Item[][]) => ({
    sharedProducts: () => (isOfShop === null ? null : { share: 1, same: isOfShop }),
    productsOf: () => products,
    models: () => [{ name: 'm', active: true, state: 'serving' as const, reason: null, manifest }],
    forecastToKeep: (items: Item[]) => {
      noted.push(items);
      return Promise.resolve({
        model: 'm',
        manifest,
        items: items.map((item) => answer(item, forecast(item))),
      });
    },
  });
  const service = serviceAsking(asked);
  const monitor = monitorOf({ database, catalog, registry, service, ...rest });
  const close = (week: Week, units: Record<string, number>) => {
    const source = { hash: `week ${week}`, name: 'sales', synthetic: false, firstWeek: week, lastWeek: week };
    const products = Object.entries(units).map(([sku, sold]) => ({
      sku,
      description: `product ${sku}`,
      sales: [{ week, units: sold, price: 2, promoText: null, extras: null }],
    }));
    writeCatalog(database, source, products);
  };
  const forecasts = new ForecastStore(database);
  return {
    ...{
      database,
      catalog,
      registry,
      forecasts,
      plan: putLaunches(database),
      file,
      manifest,
      monitor,
      asked,
      close,
    },
    serviceAsking,
  };
}

function answer(item: Item, range: { p10: number; p50: number; p90: number; mean: number }): ItemForecast {
  const origin = weekOf(item.date!);
  const total = { p10: 2 * range.p10, p50: 2 * range.p50, p90: 2 * range.p90, mean: 2 * range.mean };
  return {
    sku: item.sku ?? null,
    cold_start: item.price !== undefined,
    lag_depth: 0,
    tokens: 1,
    truncated: false,
    cached: false,
    warnings: [],
    forecast: Array.from({ length: HORIZON }, (_, h) => ({ ...range, week: mondayOf(origin + h) })) as never,
    total,
  };
}

export const DATA = {
  source: 'made for tests',
  licence: 'none',
  hash: '0'.repeat(64),
  rows: 1,
  skus: 1,
  first_week: mondayOf(FIRST - 30),
  last_week: mondayOf(FIRST + 9),
};

const MANIFEST = {
  format: 1,
  name: 'm',
  title: 'm',
  created: '2026-01-01',
  schema: {
    mode: 'demand',
    granularity: 'week',
    sku: 'sku',
    date: 'week',
    target: 'units',
    description: 'description',
    numeric: [],
    categorical: [],
    known_ahead: [],
    keep: [],
  },
  horizon: HORIZON,
  quantiles: [0.1, 0.5, 0.9],
  features: {
    names: ['price', 'mean_26'],
    hash: 'b'.repeat(64),
    categories: {},
    ranges: { price: { low: 0, high: 3 }, mean_26: { low: 0, high: 3 } },
  },
  encoder: {
    name: 'tiny',
    hash: 'a'.repeat(64),
    tokenizer_hash: 'a'.repeat(64),
    dimension: 4,
    pooling: 'mean',
    max_tokens: 8,
    prefix: '',
  },
  files: { [MODEL_FILES.head]: 'c'.repeat(64) },
  data: DATA,
  training: { seed: 0, steps: 0, seconds: 0, rows: 0, options: {} },
  familiar_similarity: 0.5,
  plans: null,
  parts: {},
  metrics: {},
  golden: [],
};
