import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isoOf, mondayOfWeek, sundayOfWeek } from '../../src/common/day';
import { mondayOf, type Week } from '../../src/common/week';
import type { Job } from '../../src/contract/jobs';
import type { AccuracyAnswer } from '../../src/contract/monitoring';
import type { DemandPanel } from '../../src/ingest/panel';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { openDatabase } from '../../src/registry/database/database';
import { ForecastStore } from '../../src/registry/forecasts/forecastStore';
import { putLaunches } from '../../src/registry/live/putLaunches';
import { REGISTRY } from '../../src/registry/database/migrations';
import { type LiveServer, startLiveServer } from './liveServer';
import { changedProducts, plannedLaunches, type Sale } from './replayedShop';

const POLL_MS = 200;
const PRODUCTS_AT_ONCE = 500;
const KEPT_WEEKS = '104';

export interface Replayed {
  panel: DemandPanel;
  /** First week to replay. */
  start: Week;
  horizon: number;
  /** Sales of the weeks to replay, by day. */
  days: ReadonlyMap<string, Sale[]>;
  /** Directory of model directories. */
  models: string;
  /** Where the server keeps its files. */
  directory: string;
  /** Weeks from one retraining to the next; null: none. */
  retrainEvery: number | null;
}

/** What a server recorded: medians of each week and the total by origin, then sku; and what it told in the end. */
export interface Recorded {
  medians: Map<Week, Map<string, number[]>>;
  accuracy: AccuracyAnswer;
  /** Trainings, and whether each took over. */
  trained: { week: string; activated: boolean; sentence: string }[];
}

/** Sends every day's sales to a server of its own, closes each week, and waits until its forecasts are recorded. */
export async function replayOnServer(shop: Replayed): Promise<Recorded> {
  const { panel, start, horizon, directory, models, retrainEvery } = shop;
  const database = openDatabase(join(directory, 'shop.db'), REGISTRY);
  const source = { hash: 'before', name: 'before', synthetic: false };
  panelToCatalog(database, panel.before(start - panel.firstWeek), source);
  // The first forecasts are recorded as soon as the server runs.
  putLaunches(database)(plannedLaunches(panel, start, horizon));
  const store = new ForecastStore(database);
  const server = await startLiveServer({
    DB: join(directory, 'shop.db'),
    MODELS: models,
    // The backtest reads vectors as the encoder gives them.
    CACHE: 'off',
    FORECASTS_KEPT: KEPT_WEEKS,
    PROMOTE: 'auto',
  });
  const trained: Recorded['trained'] = [];
  try {
    await recorded(store, start);
    for (let week = start; week < panel.firstWeek + panel.weeks; week++) {
      await closeWeek(server, shop, week);
      await recorded(store, week + 1);
      console.log(`closed ${mondayOf(week)}`);
      if (retrainEvery !== null && (week - start + 1) % retrainEvery === 0)
        trained.push({ week: mondayOf(week), ...(await retrain(server)) });
    }
    const accuracy = await server.send('GET', `/accuracy?weeks=${panel.firstWeek + panel.weeks - start}`);
    return { medians: mediansOf(store), accuracy: accuracy as AccuracyAnswer, trained };
  } finally {
    await server.stop();
    database.close();
  }
}

async function closeWeek(server: LiveServer, { panel, days, horizon }: Replayed, week: Week): Promise<void> {
  for (let day = mondayOfWeek(week); day <= sundayOfWeek(week); day++) {
    const sales = days.get(isoOf(day));
    if (sales) await server.sendLines('/sales', sales);
  }
  const products = changedProducts(panel, week + 1);
  for (let from = 0; from < products.length; from += PRODUCTS_AT_ONCE)
    await server.send('PUT', '/products', { products: products.slice(from, from + PRODUCTS_AT_ONCE) });
  await server.send('PUT', '/launches', { launches: plannedLaunches(panel, week + 1, horizon) });
  await server.send('POST', '/sales/complete', { until: isoOf(sundayOfWeek(week)) });
}

async function recorded(store: ForecastStore, origin: Week): Promise<void> {
  while (!store.recording(origin)?.finished) await sleep(POLL_MS);
}

async function retrain(server: LiveServer): Promise<{ activated: boolean; sentence: string }> {
  const { job } = (await server.send('POST', '/train', {})) as { job: Job };
  for (;;) {
    const { state, result, error } = (await server.send('GET', `/jobs/${job.id}`)) as Job;
    if (result && state === 'done')
      return { activated: result.activated, sentence: result.comparison.sentence };
    if (state !== 'queued' && state !== 'running') throw new Error(`the training ended ${state}: ${error}`);
    await sleep(POLL_MS);
  }
}

function mediansOf(store: ForecastStore): Recorded['medians'] {
  const medians: Recorded['medians'] = new Map();
  for (let after = ''; ;) {
    const page = store.forecastsAfter(after, 500, Infinity);
    if (page.length === 0) return medians;
    after = page[page.length - 1].sku;
    for (const { sku, forecasts } of page)
      for (const { origin, steps } of forecasts) {
        const made = medians.get(origin) ?? new Map<string, number[]>();
        medians.set(origin, made);
        made.set(
          sku,
          steps.map(({ p50 }) => p50),
        );
      }
  }
}
