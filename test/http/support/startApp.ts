import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { readSettings } from '../../../src/contract/readSettings';
import { storedKeys } from '../../../src/http/guards/apiKeys';
import { createApp, type AppParts } from '../../../src/http/app';
import { Lifecycle } from '../../../src/http/lifecycle';
import { Metrics } from '../../../src/http/watch/metrics';
import { Catalog } from '../../../src/registry/catalog';
import { openDatabase } from '../../../src/registry/database/database';
import { LaunchStore } from '../../../src/registry/launches';
import { ScenarioStore } from '../../../src/registry/scenarios';
import { jobsFile } from '../../../src/registry/jobs/jobFiles';
import { ownQueue } from '../../../src/registry/jobs/jobQueue';
import { JobStore } from '../../../src/registry/jobs/jobs';
import { JOBS, REGISTRY } from '../../../src/registry/database/migrations';
import { ModelRegistry } from '../../../src/registry/models/models';
import { ownModels } from '../../../src/registry/models/offeredModels';
import { StoreWriter } from '../../../src/registry/writer/storeWriter';
import { listen, type HttpServer } from '../../../src/http/server';
import { monitorOf } from '../../support/monitor';
import { FakeService } from './fakeService';

export interface RunningApp extends HttpServer {
  service: FakeService;
  metrics: Metrics;
  lifecycle: Lifecycle;
  /** Every method and path that has a route, but those that only refuse. */
  routes: string[];
  /** Lines of the log so far. */
  logged: Record<string, unknown>[];
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

const open: HttpServer[] = [];

/** The real app on a free port, over a service of the tests' own. */
export async function startApp(
  flags: Record<string, unknown> = {},
  parts: Partial<AppParts> = {},
): Promise<RunningApp> {
  const service = new FakeService();
  const metrics = new Metrics();
  const lifecycle = new Lifecycle();
  const logged: Record<string, unknown>[] = [];
  const database = openDatabase(join(mkdtempSync(join(tmpdir(), 'shelfcast-http-')), 'shop.db'), REGISTRY);
  const settings = readSettings(flags, {});
  const catalog = new Catalog(database);
  const registry = new ModelRegistry(database);
  const log = pino({ level: 'info' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const launches = new LaunchStore(database);
  const jobs = new JobStore(openDatabase(jobsFile(database.name), JOBS));
  const app = createApp({
    service,
    catalog,
    writer: new StoreWriter(database.name),
    registry,
    offered: () => ownModels(parts.registry ?? registry),
    launches,
    scenarios: new ScenarioStore(database),
    monitor: monitorOf({ database, catalog, registry, service, launches, log }),
    jobs: { store: jobs, queue: ownQueue(jobs), promote: 'ask', look: () => {} },
    settings,
    keys: storedKeys(settings.apiKeyHashes, settings.apiKeyFile),
    metrics,
    lifecycle,
    log,
    tracing: null,
    version: '0.0.0',
    webDirectory: mkdtempSync(join(tmpdir(), 'shelfcast-web-')),
    ...parts,
  });
  const server = await listen(app, lifecycle, {
    host: '127.0.0.1',
    port: 0,
    maxConnections: settings.maxConnections,
  });
  open.push(server);
  return {
    ...server,
    service,
    metrics,
    lifecycle,
    logged,
    routes: routesOf(app.router.stack as never),
    post: (path, body, headers) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

export async function stopApps(): Promise<void> {
  await Promise.all(open.splice(0).map((server) => server.stop(1000)));
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

function routesOf(layers: Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesOf(handle.stack) : [];
    const { _all: refuses, ...methods } = route.methods;
    return refuses ? [] : Object.keys(methods).map((method) => `${method} ${route.path}`);
  });
}
