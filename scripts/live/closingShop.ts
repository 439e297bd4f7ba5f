import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupedBy } from '../../src/common/groupedBy';
import { mondayOf, type Week } from '../../src/common/week';
import { SILENT } from '../../src/contract/observer';
import { DEMO_SCHEMA, demoCsv, type DemoRow } from '../../src/demoShop/generate';
import { Engine } from '../../src/engine/engine';
import { openMonitor } from '../../src/monitoring/openMonitor';
import type { Monitor } from '../../src/monitoring/monitor';
import { Catalog } from '../../src/registry/catalog';
import { writeCatalog } from '../../src/registry/catalogWriter';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { ModelRegistry } from '../../src/registry/models/models';
import { startService } from '../../src/serving/startService';
import { trainDemand } from '../../src/training/demand/trainDemand';

const QUANTILES = [0.1, 0.5, 0.9];
const HORIZON = 4;
const NO_LOG = { info: () => {}, warn: () => {}, error: () => {} };

/** Trains a model on the weeks before one and gives its directory. */
export async function trainBefore(
  rows: readonly DemoRow[],
  until: Week,
  { directory, encoder }: { directory: string; encoder: string },
): Promise<string> {
  const data = join(directory, 'sales.csv');
  writeFileSync(data, demoCsv(rows.filter(({ week }) => week < until)));
  const out = join(directory, 'model');
  const engine = await Engine.start({ encoder });
  try {
    const about = { name: 'model', title: 'model', source: 'demo shop', licence: 'none', metrics: {} };
    const settings = { data, out, horizon: HORIZON, quantiles: QUANTILES, seed: 0 };
    await trainDemand(settings, DEMO_SCHEMA, about, engine);
    return out;
  } finally {
    await engine.close();
  }
}

/** A shop in a catalog of its own, whose weeks close one after the other under a real service. */
export interface ClosingShop {
  monitor: Monitor;
  /** Closes a week and resolves when its forecasts are recorded and compared. */
  close(week: Week): Promise<void>;
  end(): Promise<void>;
}

/** `rows` before `until` are known when the service starts. */
export async function openClosingShop(
  rows: readonly DemoRow[],
  until: Week,
  { model, encoder }: { model: string; encoder: string },
): Promise<ClosingShop> {
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-closing-'));
  const database = openDatabase(join(directory, 'shop.db'), REGISTRY);
  write(rows.filter(({ week }) => week < until));
  const registry = new ModelRegistry(database);
  registry.register('model', model);
  const catalog = new Catalog(database);
  const service = await startService({
    engine: { encoder, device: 'cpu', processes: 1, threads: 1 },
    catalog,
    registry,
    store: null,
    queueTexts: 4096,
    observer: SILENT,
    log: NO_LOG,
  });
  const monitor = openMonitor({ database, catalog, registry, service, keptWeeks: 26, log: NO_LOG });
  await monitor.look();
  return {
    monitor,
    close: async (week) => {
      write(rows.filter((row) => row.week === week));
      await monitor.look();
    },
    end: async () => {
      await monitor.close();
      await service.close();
      database.close();
      rmSync(directory, { recursive: true });
    },
  };

  function write(known: readonly DemoRow[]): void {
    const firstWeek = known.reduce((first, { week }) => Math.min(first, week), Infinity);
    const lastWeek = known.reduce((last, { week }) => Math.max(last, week), 0);
    const products = groupedBy(known, ({ sku }) => sku);
    const source = { hash: mondayOf(lastWeek), name: 'sales', synthetic: false, firstWeek, lastWeek };
    writeCatalog(
      database,
      source,
      [...products].map(([sku, sales]) => ({
        sku,
        description: sales[0].description,
        sales: sales.map(({ week, units, price, promoText }) => ({
          week,
          units,
          price,
          promoText: promoText || null,
          extras: null,
        })),
      })),
    );
  }
}
