import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { setFlagsFromString } from 'node:v8';
import type { Logger } from 'pino';
import { chosen } from './contract/chosen';
import { certain } from './common/certain';
import { PACKAGE_ROOT, packageVersion } from './common/packageRoot';
import { stopSignal } from './common/stopSignal';
import type { Settings } from './contract/settings';
import { storedKeys } from './http/guards/apiKeys';
import { createApp } from './http/app';
import type { FrontParts } from './http/front';
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
import { jobsFile } from './registry/jobs/jobFiles';
import { ownQueue } from './registry/jobs/jobQueue';
import { JobStore } from './registry/jobs/jobs';
import { JOBS } from './registry/database/migrations';
import { closesByCalendar } from './registry/live/completeSales';
import { type OpenCatalog, openCatalog } from './registry/openCatalog';
import { ownModels } from './registry/models/offeredModels';
import { sharedModels } from './registry/shared/sharedModels';
import { SharedServer } from './registry/shared/sharedServer';
import { type CatalogWriter, StoreWriter } from './registry/writer/storeWriter';
import { followCalendar } from './registry/writer/weekCalendar';
import { JobLauncher } from './retraining/jobLauncher';
import type { TrainingSettings } from './retraining/session';
import { openService } from './serving/openService';

const CLOSE_MS = 5_000;
/** From readiness until what an earlier run left to be written is gone on with. */
const UNFINISHED_MS = 10_000;
const STDERR = 2;
const WEB_DIRECTORY = join(PACKAGE_ROOT, 'dist/web');
/** What the heap grows by before a full collection: V8's own most, of which it takes less the busier the cores are. */
const HEAP_GROWTH = '--heap-growing-percent=300';

/** Starts the server and resolves when it has stopped, to its exit status. Rejects with one sentence when it cannot start. */
export async function serve(settings: Settings): Promise<number> {
  setFlagsFromString(HEAP_GROWTH);
  const stopAsked = stopSignal();
  const keys = storedKeys(settings.apiKeyHashes, settings.apiKeyFile);
  const version = packageVersion();
  const front = await openFront(settings, version);
  const { log, metrics } = front;
  let stage = 'it opens its catalog';
  const server = await listen(
    createStartingApp(front, WEB_DIRECTORY, () => stage),
    front.lifecycle,
    settings,
    (err) => log.warn({ err }, 'a connection could not be accepted'),
  );
  metrics.watchConnections(server.connections);

  const opened = await openCatalog(settings, { fill: fillWithDemoShop, say });
  const { url, file, database, catalog, registry } = opened;
  const ownWriter = new StoreWriter(file, (reason) => log.warn({ reason }, 'the store'));
  let shared: SharedServer | null = null;
  stage = 'it loads its encoder and models';
  say(`Loading the encoder ${settings.encoder} and ${registry.list().length} model(s) ...`);
  const service = await openService(settings, opened, {
    ...{ observer: metrics, log },
    makeActive: (name) => certain(shared, 'shared catalog').catalog.write('activateModel', { name }),
    onStage: (what) => (stage = what),
  });
  const monitor = openMonitor({ ...opened, service, keptWeeks: settings.forecastsKept, log });
  metrics.onForecasted.push((model, items) => monitor.forecasted(model, items));

  const jobs = openJobs(file);
  const { store } = jobs;
  metrics.watchJobs(store);
  let launcher: JobLauncher | null = null;
  if (url !== undefined) {
    stage = 'it takes up what the other servers were told';
    const texts = (sku: string) => catalog.texts(sku);
    const interruptJob = () => launcher?.interrupt();
    shared = await SharedServer.open({
      ...{ url, database, jobs: jobs.database, store, writer: ownWriter, service, texts, interruptJob, log },
    });
    await shared.start();
  }
  launcher = new JobLauncher(store, trainingSettings(settings, opened), log, shared?.jobs.mayStart);
  const writer = shared?.catalog ?? ownWriter;
  const calendar = settings.closeWeeks === 'auto' ? calendarOf(database, writer, log) : null;

  const queue = shared?.jobs ?? ownQueue(store);
  const jobParts = { store, queue, promote: settings.promote, look: () => launcher.look() };
  const offered = () => (url === undefined ? ownModels(registry) : sharedModels(url, database));
  const stores = { launches: new LaunchStore(database), scenarios: new ScenarioStore(database) };
  server.answerBy(
    createApp({
      ...{ ...front, ...stores, service, keys, catalog, writer, registry, offered, monitor },
      ...{ jobs: jobParts, shared: shared?.catalog, version, webDirectory: WEB_DIRECTORY },
    }),
  );
  monitor.start();
  log.info({ url: server.url, version }, 'ready');
  const unfinished = setTimeout(() => ownWriter.start(), UNFINISHED_MS).unref();
  process.on('uncaughtException', (err) => log.error({ err }, 'a failure that nobody caught'));
  warnIfOpenToAll(settings, keys.length > 0, log);
  const shown = { withKey: keys.length > 0, withPage: existsSync(WEB_DIRECTORY) };
  say(thingsToTry(server.url, catalog, shown));

  log.info({ signal: await stopAsked }, 'stopping');
  launcher.close();
  clearTimeout(unfinished);
  const allAnswered = await server.stop(settings.grace * 1000);
  if (!allAnswered) log.warn({ grace: settings.grace }, 'some requests did not end in time and were told so');
  await monitor.close();
  calendar?.stop();
  const writersClosed = (shared?.close() ?? Promise.resolve()).then(() => ownWriter.close());
  await Promise.race([
    Promise.all([service.close(), writersClosed, front.tracing?.close()]),
    sleep(CLOSE_MS, undefined, { ref: false }),
  ]);
  jobs.database.close();
  database.close();
  log.info({}, 'stopped');
  return 0;
}

/** What stands before every answer, from the first request on. */
interface Front extends FrontParts {
  settings: Settings;
}

async function openFront(settings: Settings, version: string): Promise<Front> {
  const metrics = new Metrics();
  const log = await openLog(settings.logLevel, {
    fd: STDERR,
    terminal: isatty(STDERR),
    onDropped: (lines) => metrics.logLinesDropped(lines),
  });
  // One request's mistake must not end the others.
  process.on('unhandledRejection', (err) => log.error({ err }, 'a failure that nobody awaited'));
  return {
    settings,
    metrics,
    lifecycle: new Lifecycle(),
    log,
    tracing: await startTracing(process.env, version, log),
  };
}

async function fillWithDemoShop(database: Database): Promise<void> {
  if (new Catalog(database).size > 0) return;
  const { ingestDemoShop } = await import('./demoShop/ingestDemoShop');
  if (ingestDemoShop(database)) say('The catalog was empty; it now holds the synthetic demo shop.');
}

/** The trainings that a server was asked for, in a file of their own beside its catalog. */
function openJobs(file: string): { database: Database; store: JobStore } {
  const database = openDatabase(jobsFile(file), JOBS);
  waitForNobody(database);
  return { database, store: new JobStore(database) };
}

function trainingSettings(settings: Settings, { url, file }: OpenCatalog): TrainingSettings {
  const { encoder, furtherEncoders, dtype } = settings;
  return { database: file, encoder, furtherEncoders, dtype: chosen(dtype), shared: url };
}

function calendarOf(database: Database, writer: CatalogWriter, log: Logger) {
  return followCalendar({ writer, log, closes: closesByCalendar(database) });
}

/** Who reads the output may be gone, or its disk full; that ends nothing. */
function say(text: string): void {
  try {
    writeSync(1, `${text}\n`);
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
