import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { isoOf, mondayOfWeek, sundayOfWeek } from '../../src/common/day';
import { mondayOf, type Week } from '../../src/common/week';
import { DEFAULTS } from '../../src/contract/settings';
import { Engine } from '../../src/engine/engine';
import type { PairedRow } from '../../src/evaluation/uncertainty/pairedBootstrap';
import { pairedBootstrap } from '../../src/evaluation/uncertainty/pairedBootstrap';
import type { DemandPanel } from '../../src/ingest/panel';
import { readDemand } from '../../src/ingest/readDemand';
import { readSchema } from '../../src/ingest/schemaFile';
import { panelToCatalog } from '../../src/ingest/toCatalog';
import { openDatabase } from '../../src/registry/database';
import { ForecastStore } from '../../src/registry/forecastStore';
import { LaunchStore } from '../../src/registry/launches';
import { REGISTRY } from '../../src/registry/migrations';
import { demandParts } from '../../src/training/demand/demandParts';
import { type FittedDemand, fitDemand } from '../../src/training/demand/fitDemand';
import { embedTexts, type TextVectors } from '../../src/training/encoder/textVectors';
import { startRun } from '../../src/training/export/about';
import { exportModel } from '../../src/training/export/exportModel';
import { type EvaluatedCase, evaluatedAt } from './evaluatedForecasts';
import { type LiveServer, startLiveServer } from './liveServer';
import { changedProducts, drawProducts, plannedLaunches, type Sale, salesFrom } from './replayedShop';

const HORIZON = 4;
const POLL_MS = 200;
/** Recorded forecasts are kept in single precision. */
const SAME = 1e-5;

const options = new Command()
  .description(
    'Trains on a file before its last weeks, then sends these to a server a day at a time and closes each: how good its ' +
      'forecasts are beside those with frozen neighbours, and whether they are those of the backtest.',
  )
  .requiredOption('--data <file>', 'single sales')
  .requiredOption('--schema <file>', 'its schema')
  .option('--weeks <number>', 'weeks to replay', Number, 26)
  .option('--compared <number>', 'every which origin is forecast as the backtest does', Number, 1)
  .option('--share <number>', 'of the products, drawn by their codes', Number, 1)
  .option('--seed <number>', 'of the training', Number, 0)
  .parse()
  .opts<{ data: string; schema: string; weeks: number; compared: number; share: number; seed: number }>();

/** A week of a product as it was forecast, and what it sold. */
interface Row extends PairedRow {
  origin: Week;
  week: Week;
  task: string;
  /** First sold after training. */
  isLate: boolean;
  live: number;
  frozen: number;
}

async function main(): Promise<void> {
  const given = await readSchema(options.schema);
  if (given.mode !== 'demand') throw new Error('the schema must be of sales');
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-replay-'));
  const { share } = options;
  const { data, schema } =
    share < 1
      ? await drawProducts(options.data, given, { share, directory })
      : { data: options.data, schema: given };
  const { panel, report } = await readDemand(data, schema);
  const start = panel.firstWeek + panel.weeks - options.weeks;
  const engine = await Engine.start({ encoder: DEFAULTS.encoder });
  const finished = startRun();
  const texts = await embedTexts(engine, everyText(panel, start));
  const model = await fitDemand(panel, texts, {
    horizon: HORIZON,
    quantiles: [0.1, 0.5, 0.9],
    seed: options.seed,
    until: start - panel.firstWeek,
  });
  const about = { name: 'replay', title: 'replay', source: options.data, licence: 'not stated', metrics: {} };
  await exportModel(
    join(directory, 'models', 'replay'),
    await demandParts(model, schema, engine, about, finished(report)),
  );
  await engine.close();
  console.log(`trained on ${start - panel.firstWeek} weeks, ${model.dataset.panel.skus.length} products`);

  const database = openDatabase(join(directory, 'shop.db'), REGISTRY);
  panelToCatalog(database, panel.before(start - panel.firstWeek), {
    hash: 'before',
    name: 'before',
    synthetic: false,
  });
  // The first forecasts are recorded as soon as the server runs.
  new LaunchStore(database).replace(plannedLaunches(panel, start, HORIZON));
  const server = await startLiveServer({
    DB: join(directory, 'shop.db'),
    MODELS: join(directory, 'models'),
    // The backtest reads vectors as the encoder gives them.
    CACHE: 'off',
    FORECASTS_KEPT: '104',
  });
  const store = new ForecastStore(database);
  try {
    await replay(server, store, panel, await salesFrom(data, schema, mondayOf(start)), start);
    const accuracy = await server.send('GET', `/accuracy?weeks=${options.weeks}`);
    tell(await compared(store, panel, start, model, texts), accuracy as never);
  } finally {
    await server.stop();
    database.close();
    rmSync(directory, { recursive: true });
  }
}

/** Sends every day's sales, closes each week and waits until its forecasts are recorded. */
async function replay(
  server: LiveServer,
  store: ForecastStore,
  panel: DemandPanel,
  days: ReadonlyMap<string, Sale[]>,
  start: Week,
): Promise<void> {
  for (let week = start; ; week++) {
    await recorded(store, week);
    if (week === panel.firstWeek + panel.weeks) return;
    for (let day = mondayOfWeek(week); day <= sundayOfWeek(week); day++) {
      const sales = days.get(isoOf(day));
      if (sales) await server.sendLines('/sales', sales);
    }
    const products = changedProducts(panel, week + 1);
    for (let from = 0; from < products.length; from += 500)
      await server.send('PUT', '/products', { products: products.slice(from, from + 500) });
    await server.send('PUT', '/launches', { launches: plannedLaunches(panel, week + 1, HORIZON) });
    await server.send('POST', '/sales/complete', { until: isoOf(sundayOfWeek(week)) });
    console.log(`closed ${mondayOf(week)}`);
  }
}

async function recorded(store: ForecastStore, origin: Week): Promise<void> {
  while (!store.recording(origin)?.finished) await sleep(POLL_MS);
}

/** Every text that a forecast at any origin reads. */
function everyText(panel: DemandPanel, start: Week): Set<string> {
  const texts = new Set<string>(['']);
  for (let t = start - panel.firstWeek; t <= panel.weeks; t++)
    panel.skus.forEach((_, sku) => texts.add(panel.descriptionAt(sku, t)));
  return texts;
}

interface Compared {
  rows: Row[];
  /** Largest difference of a median from the backtest's, over the larger of the two and 1. */
  largest: number;
  same: number;
  cases: number;
}

async function compared(
  store: ForecastStore,
  panel: DemandPanel,
  start: Week,
  model: FittedDemand,
  texts: TextVectors,
): Promise<Compared> {
  const found: Compared = { rows: [], largest: 0, same: 0, cases: 0 };
  const last = panel.firstWeek + panel.weeks - 1;
  for (let origin = start; origin <= last - HORIZON + 1; origin += options.compared) {
    const made = new Map<string, number[]>();
    for (let after = ''; ;) {
      const page = store.forecastsAfter(after, 500, last + 1);
      if (page.length === 0) break;
      after = page[page.length - 1].sku;
      for (const { sku, forecasts } of page) {
        const own = forecasts.find((one) => one.origin === origin);
        if (own)
          made.set(
            sku,
            own.steps.map(({ p50 }) => p50),
          );
      }
    }
    for (const one of await evaluatedAt(panel, origin, model, texts)) {
      const served = made.get(one.case.sku);
      if (served) addCase(found, one, served, panel, start);
    }
  }
  return found;
}

function addCase(
  found: Compared,
  one: EvaluatedCase,
  served: number[],
  panel: DemandPanel,
  start: Week,
): void {
  const { sku, origin, record, task } = one.case;
  const differences = served.map(
    (value, s) => Math.abs(value - one.live[s]) / Math.max(1, value, one.live[s]),
  );
  const difference = Math.max(...differences);
  found.largest = Math.max(found.largest, difference);
  found.same += difference <= SAME ? 1 : 0;
  found.cases++;
  const firstSale = panel.firstWeek + panel.firstSale[panel.skus.indexOf(sku)];
  one.truth.units.forEach((actual, h) => {
    const [live, frozen] = [served[h], one.frozen[h]];
    const gap = Math.abs(live - actual) - Math.abs(frozen - actual);
    const week = record.origin + h;
    found.rows.push({ sku, origin, week, task, isLate: firstSale >= start, actual, gap, live, frozen });
  });
}

function tell({ rows, largest, same, cases }: Compared, accuracy: { weeks: object[] }): void {
  console.log(
    `\nEqual to the backtest: ${same} of ${cases} cases within ${SAME}, the largest difference ${largest.toExponential(2)}`,
  );
  console.log('\nWAPE by week: (a) live neighbours, (b) frozen ones');
  for (const week of [...new Set(rows.map((row) => row.week))].sort((a, b) => a - b))
    console.log(mondayOf(week), line(rows.filter((row) => row.week === week)));
  const groups: [string, (row: Row) => boolean][] = [
    ['all', () => true],
    ...['NEW', 'YOUNG', 'KNOWN'].map((task): [string, (row: Row) => boolean] => [
      task,
      (row) => row.task === task,
    ]),
    ['launched after training', ({ isLate }) => isLate],
    ['the same, once sold', ({ isLate, task }) => isLate && task !== 'NEW'],
  ];
  for (const [name, belongs] of groups) console.log(name.padEnd(24), line(rows.filter(belongs)));
  console.log(`\nGET /accuracy, by week\n${accuracy.weeks.map((week) => JSON.stringify(week)).join('\n')}`);
}

function line(rows: readonly Row[]): string {
  if (rows.length === 0) return 'none';
  const units = rows.reduce((sum, { actual }) => sum + actual, 0);
  const wape = (pick: (row: Row) => number) =>
    (rows.reduce((sum, row) => sum + Math.abs(pick(row) - row.actual), 0) / units).toFixed(4);
  const paired = pairedBootstrap(rows);
  const interval = paired
    ? `${paired.difference.toFixed(4)} [${paired.low.toFixed(4)}, ${paired.high.toFixed(4)}]`
    : '';
  return `(a) ${wape((row) => row.live)}  (b) ${wape((row) => row.frozen)}  a - b ${interval}  ${rows.length} rows`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
