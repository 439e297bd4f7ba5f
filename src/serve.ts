import { existsSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { certain } from './common/certain';
import { PACKAGE_ROOT } from './common/packageRoot';
import { stopSignal } from './common/stopSignal';
import { ShelfcastError } from './contract/errors';
import type { ForecastService } from './contract/service';
import type { Settings } from './contract/settings';
import { storedKeys } from './http/guards/apiKeys';
import { createApp } from './http/app';
import { createStartingApp } from './http/startingApp';
import { Lifecycle } from './http/lifecycle';
import { openLog } from './http/watch/log';
import { Metrics } from './http/watch/metrics';
import { listen } from './http/server';
import { isLoopback } from './http/guards/hostGuard';
import { startTracing } from './http/watch/tracing';
import { thingsToTry } from './http/thingsToTry';
import { openMonitor } from './monitoring/openMonitor';
import { Catalog } from './registry/catalog';
import { LaunchStore } from './registry/launches';
import { ScenarioStore } from './registry/scenarios';
import { type Database, openDatabase, waitForNobody } from './registry/database/database';
import { vectorsFile } from './shop/vectors/vectorFiles';
import { graphsFolder } from './registry/graphsFolder';
import { embeddingsFile, openEmbeddingStore } from './registry/embeddingStore';
import { jobsFile } from './registry/jobs/jobFiles';
import { ownQueue } from './registry/jobs/jobQueue';
import { JobStore } from './registry/jobs/jobs';
import { JOBS } from './registry/database/migrations';
import { closesByCalendar } from './registry/live/completeSales';
import { openCatalog } from './registry/openCatalog';
import { ownModels } from './registry/models/offeredModels';
import { sharedModels } from './registry/shared/sharedModels';
import { SharedServer } from './registry/shared/sharedServer';
import { StoreWriter } from './registry/writer/storeWriter';
import { followCalendar } from './registry/writer/weekCalendar';
import { JobLauncher } from './retraining/jobLauncher';
import { startService } from './serving/startService';

const CLOSE_MS = 5_000;
/** From readiness until what an earlier run left to be written is gone on with. */
const UNFINISHED_MS = 10_000;
const STDERR = 2;
/** What the heap grows by before a full collection: V8's own most, of which it takes less the busier the cores are. */
const HEAP_GROWTH = '--heap-growing-percent=300';
/** Longer at the start gains little for the requests that come first. */
const REHEARSAL_MS = 500;

/** Starts the server and resolves when it has stopped, to its exit status. Rejects with one sentence when it cannot start. */
export async function serve(settings: Settings): Promise<number> {
  setFlagsFromString(HEAP_GROWTH);
  const stopAsked = stopSignal();
  const keys = storedKeys(settings.apiKeyHashes, settings.apiKeyFile);
  const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
    version: string;
  };
  const metrics = new Metrics();
  const log = await openLog(settings.logLevel, {
    fd: STDERR,
    terminal: isatty(STDERR),
    onDropped: (lines) => metrics.logLinesDropped(lines),
  });
  // One request's mistake must not end the others.
  process.on('unhandledRejection', (err) => log.error({ err }, 'a failure that nobody awaited'));
  const lifecycle = new Lifecycle();
  const tracing = await startTracing(process.env, version, log);

  let stage = 'it opens its catalog';
  const front = { settings, metrics, lifecycle, log, tracing };
  const server = await listen(
    createStartingApp(front, () => stage),
    lifecycle,
    settings,
    (err) => log.warn({ err }, 'a connection could not be accepted'),
  );
  metrics.watchConnections(server.connections);

  const fill = async (filled: Database) => {
    if (new Catalog(filled).size > 0) return;
    const { ingestDemoShop } = await import('./demoShop/ingestDemoShop');
    if (ingestDemoShop(filled)) say('The catalog was empty; it now holds the synthetic demo shop.');
  };
  const { url, file, database, catalog, registry } = await openCatalog(settings, { fill, say });
  const ownWriter = new StoreWriter(file, (reason) => log.warn({ reason }, 'the store'));
  let shared: SharedServer | null = null;
  stage = 'it loads its encoder and models';
  say(`Loading the encoder ${settings.encoder} and ${registry.list().length} model(s) ...`);
  const service = await startService({
    engine: {
      encoder: settings.encoder,
      dtype: chosen(settings.dtype),
      device: settings.device,
      processes: settings.processes,
      threads: settings.threads,
      steps: { tokens: chosen(settings.padTokens), rows: chosen(settings.padRows) },
      oneGraph: chosen(settings.oneGraph),
      graphs: graphsFolder(file),
    },
    encoders: settings.furtherEncoders,
    catalog,
    registry,
    makeActive:
      url === undefined
        ? undefined
        : (name) => certain(shared, 'shared catalog').catalog.write('activateModel', { name }),
    standIn: settings.model === null,
    store: settings.cache ? openStore(file, settings, log) : null,
    vectorsFile: vectorsFile(file),
    queueTexts: settings.queueTexts,
    batchTokens: chosen(settings.maxBatchTokens),
    rehearsalMs: REHEARSAL_MS,
    observer: metrics,
    log,
    onStage: (what) => (stage = what),
  });
  refuseIfNoneServes(service);
  const launches = new LaunchStore(database);
  const monitor = openMonitor({
    database,
    catalog,
    registry,
    service,
    keptWeeks: settings.forecastsKept,
    log,
  });
  metrics.onForecasted.push((model, items) => monitor.forecasted(model, items));
  const jobs = openDatabase(jobsFile(file), JOBS);
  waitForNobody(jobs);
  const store = new JobStore(jobs);
  metrics.watchJobs(store);
  let launcher: JobLauncher | null = null;
  if (url !== undefined) {
    stage = 'it takes up what the other servers were told';
    const texts = (sku: string) => catalog.texts(sku);
    const interruptJob = () => launcher?.interrupt();
    shared = await SharedServer.open({
      ...{ url, database, jobs, store, writer: ownWriter, service, texts, interruptJob, log },
    });
    await shared.start();
  }
  const { catalog: sharedCatalog, jobs: sharedJobs } = shared ?? {};
  const writer = sharedCatalog ?? ownWriter;
  const closes = closesByCalendar(database);
  const calendar = settings.closeWeeks === 'auto' ? followCalendar({ writer, log, closes }) : null;
  const { encoder, furtherEncoders, promote } = settings;
  const trainings = {
    ...{ database: file, encoder, furtherEncoders },
    ...{ dtype: chosen(settings.dtype), shared: url },
  };
  launcher = new JobLauncher(store, trainings, log, sharedJobs?.mayStart);
  const webDirectory = join(PACKAGE_ROOT, 'dist/web');
  const offered = () => (url === undefined ? ownModels(registry) : sharedModels(url, database));
  const queue = sharedJobs ?? ownQueue(store);
  server.answerBy(
    createApp({
      ...{ ...front, service, settings, keys, catalog, writer, registry, offered, monitor },
      ...{ jobs: { store, queue, promote, look: () => launcher?.look() }, version, webDirectory },
      ...{ launches, scenarios: new ScenarioStore(database), shared: sharedCatalog },
    }),
  );
  monitor.start();
  log.info({ url: server.url, version }, 'ready');
  const unfinished = setTimeout(() => ownWriter.start(), UNFINISHED_MS).unref();
  process.on('uncaughtException', (err) => log.error({ err }, 'a failure that nobody caught'));
  warnIfOpenToAll(settings, keys.length > 0, log);
  const shown = { withKey: keys.length > 0, withPage: existsSync(webDirectory) };
  say(thingsToTry(server.url, catalog, shown));

  log.info({ signal: await stopAsked }, 'stopping');
  launcher.close();
  clearTimeout(unfinished);
  const allAnswered = await server.stop(settings.grace * 1000);
  if (!allAnswered) log.warn({ grace: settings.grace }, 'some requests did not end in time and were told so');
  await monitor.close();
  calendar?.stop();
  await Promise.race([
    Promise.all([
      service.close(),
      (shared?.close() ?? Promise.resolve()).then(() => ownWriter.close()),
      tracing?.close(),
    ]),
    timePassed(CLOSE_MS),
  ]);
  jobs.close();
  database.close();
  log.info({}, 'stopped');
  return 0;
}

function refuseIfNoneServes(service: ForecastService): void {
  const models = service.models();
  if (models.some(({ state }) => state === 'serving')) return;
  const reasons = models.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new ShelfcastError('not_ready', `No model can be served: ${reasons}`);
}

/** A cache that cannot be opened costs time and nothing else. */
function openStore(file: string, { cacheEntries, cachePrecision }: Settings, log: Logger) {
  try {
    return openEmbeddingStore(embeddingsFile(file), { capacity: cacheEntries, precision: cachePrecision });
  } catch (error) {
    log.warn(
      { reason: (error as Error).message },
      'kept embeddings cannot be opened; serving goes on without',
    );
    return null;
  }
}

function timePassed(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

function chosen<T>(setting: T | 'auto'): T | undefined {
  return setting === 'auto' ? undefined : setting;
}

/** Who reads the output may be gone, or its disk full; that ends nothing. */
function say(text: string, fd: 1 | 2 = 1): void {
  try {
    writeSync(fd, `${text}\n`);
  } catch {
    // There is nobody to tell.
  }
}

function warnIfOpenToAll({ host, rateLimit }: Settings, withKeys: boolean, log: Logger): void {
  if (withKeys || isLoopback(host)) return;
  log.warn(
    { host, rateLimit },
    'everyone who reaches this address may call: set api-key-file, or listen on 127.0.0.1 behind a proxy',
  );
}
