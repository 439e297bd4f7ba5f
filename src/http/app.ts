import type { Express, RequestHandler } from 'express';
import { groupedBy } from '../common/groupedBy';
import { ShelfcastError } from '../contract/errors';
import type { ForecastService } from '../contract/service';
import type { Scope } from '../contract/scopes';
import type { Settings } from '../contract/settings';
import { identify, refuseOutOfScope, type StoredKey } from './guards/apiKeys';
import { BodyBudget } from './exchange/bodyBudget';
import { requestHandler, type Endpoint, type RequestLimits } from './exchange/endpoint';
import { exchangeOf } from './exchange/exchange';
import { answerError, frontOf, type FrontParts } from './front';
import { ABORT_MS, type Lifecycle } from './lifecycle';
import { openApiDocument } from './openapi';
import { pageHeaders, pageRouter } from './pages';
import { perKeyLimit } from './guards/rateLimit';
import { Readiness } from './watch/readiness';
import { SpoolBudget } from './exchange/spool';
import { nameRequest } from './exchange/reply';
import type { Monitor } from '../monitoring/monitor';
import type { LaunchStore } from '../registry/launches';
import type { FileToWrite } from '../ingest/ingestApart';
import type { Catalog } from '../registry/catalog';
import type { ModelRegistry } from '../registry/models/models';
import type { ScenarioStore } from '../registry/scenarios';
import type { OfferedModels } from '../registry/models/offeredModels';
import type { WriteResult } from '../registry/salesWriter';
import type { CatalogWriter } from '../registry/writer/storeWriter';
import { catalogEndpoints } from './routes/catalog';
import { exampleEndpoint } from './routes/example';
import { decisionEndpoints } from './routes/decisions';
import { docsRouter } from './routes/docs';
import { embeddingEndpoints } from './routes/embedding';
import { fileEndpoints } from './routes/files';
import { forecastingEndpoints } from './routes/forecasting';
import { healthEndpoints } from './routes/health';
import { jobEndpoints, type JobParts } from './routes/jobs';
import { inferenceProtocolEndpoints } from './routes/inferenceProtocol';
import { metricsEndpoints } from './routes/metrics';
import { monitoringEndpoints } from './routes/monitoring';
import { modelEndpoints } from './routes/models';
import { openaiEndpoints } from './routes/openai';
import { productEndpoints } from './routes/products';
import { salesEndpoints } from './routes/sales';
import { scenarioEndpoints } from './routes/scenarios';
import { InferenceStatistics } from './watch/inferenceStatistics';
import { watchMonitor } from './watch/monitorMetrics';
import { watchShared, type SharedProgress } from './watch/sharedMetrics';

/** The catalog that this server shares with others. */
interface SharedParts {
  /** Why this server's view is too old to forecast with; null if it is not. */
  readonly lagReason: string | null;
  readonly progress: SharedProgress;
  ingest(told: FileToWrite): Promise<WriteResult>;
}

export interface AppParts extends FrontParts {
  service: ForecastService;
  settings: FrontParts['settings'] &
    Pick<Settings, 'rateLimit' | 'bodyLimit' | 'requestTimeout' | 'spoolLimit'>;
  /** Who may call; empty: everybody. */
  keys: readonly StoredKey[];
  catalog: Catalog;
  writer: CatalogWriter;
  registry: ModelRegistry;
  offered(): OfferedModels;
  monitor: Monitor;
  launches: LaunchStore;
  scenarios: ScenarioStore;
  jobs: JobParts;
  /** If the server shares its catalog: see FileParts, Readiness and Metrics. */
  shared?: SharedParts;
  version: string;
  /** Directory of the built page, if there is one. */
  webDirectory: string;
}

/** The complete HTTP interface of a service. */
export function createApp(parts: AppParts): Express {
  const { service, settings, keys, metrics, version } = parts;
  const readiness = new Readiness(service, parts.lifecycle, () => parts.shared?.lagReason ?? null);
  const endpoints = allEndpoints(parts, readiness);

  const app = frontOf(parts, () => readiness.inferenceFailed());
  const stopping = refuseWhileStopping(parts.lifecycle);
  const rate = settings.rateLimit ? [perKeyLimit(settings.rateLimit)] : [];
  const guards = ({ scope }: Endpoint): RequestHandler[] =>
    scope === 'open' ? [] : [stopping, ...(keys.length ? [requireKey(keys, scope)] : []), ...rate];
  const limits: RequestLimits = {
    bodyBytes: settings.bodyLimit,
    deadline: settings.requestTimeout,
    budget: new BodyBudget(BODIES_TOGETHER * settings.bodyLimit),
    spool: new SpoolBudget(settings.spoolLimit),
  };
  for (const each of endpoints) {
    const path = each.path.replace(/\{(\w+)\}/g, ':$1');
    app[each.method](path, ...guards(each), requestHandler(each, limits));
  }
  refuseOtherMethods(app, endpoints);
  app.use(nameRequest, pageHeaders());
  app.use(
    docsRouter(() =>
      openApiDocument(endpoints, { version, withKeys: keys.length > 0, basePath: settings.basePath }),
    ),
  );
  app.use(pageRouter(parts.webDirectory));
  app.use(() => {
    throw new ShelfcastError('not_found', 'See /docs for what there is.');
  });
  app.use(answerError);
  metrics.watchSales(() => parts.catalog.completeUntil);
  metrics.watch(service, () => parts.lifecycle.count);
  watchMonitor(metrics.registry, parts.monitor);
  if (parts.shared) watchShared(metrics.registry, parts.shared);
  return app;
}

function allEndpoints(parts: AppParts, readiness: Readiness): Endpoint[] {
  const { service, metrics, shared, version } = parts;
  return [
    ...forecastingEndpoints(service),
    ...decisionEndpoints(service),
    ...embeddingEndpoints(service),
    ...openaiEndpoints(service),
    ...healthEndpoints(parts, readiness, metrics.recent),
    ...modelEndpoints(parts),
    ...jobEndpoints(parts.jobs, parts.registry),
    ...catalogEndpoints(parts.catalog),
    exampleEndpoint(parts),
    ...salesEndpoints(parts),
    ...productEndpoints(parts),
    ...monitoringEndpoints(parts),
    ...scenarioEndpoints(parts),
    ...fileEndpoints({ ...parts, writeFile: shared && ((told) => shared.ingest(told)) }),
    ...metricsEndpoints(metrics),
    ...inferenceProtocolEndpoints(service, readiness, new InferenceStatistics(), version),
  ];
}

/** Bodies of the largest size that may be in progress at once; correspondingly more smaller ones. */
const BODIES_TOGETHER = 16;

function requireKey(keys: readonly StoredKey[], scope: Scope): RequestHandler {
  return (request, response, next) => {
    const key = identify(request, keys);
    exchangeOf(response).client = key.name;
    refuseOutOfScope(key, scope);
    next();
  };
}

/** Reads the body first: closing a connection with unread bytes resets it, and the answer is lost. */
function refuseWhileStopping(lifecycle: Lifecycle): RequestHandler {
  return (request, _response, next) => {
    if (!lifecycle.stopping) return next();
    const detail = 'The server is stopping; send this request again.';
    const refuse = () => next(new ShelfcastError('draining', detail, { retryAfterSeconds: 1 }));
    const timer = setTimeout(refuse, ABORT_MS);
    request.resume().once('end', () => {
      clearTimeout(timer);
      refuse();
    });
  };
}

function refuseOtherMethods(app: Express, endpoints: readonly Endpoint[]): void {
  for (const [path, own] of groupedBy(endpoints, ({ path }) => path)) {
    const allowed = own.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : method.toUpperCase()));
    app.route(path.replace(/\{(\w+)\}/g, ':$1')).all((request, response) => {
      response.setHeader('allow', allowed.join(', '));
      throw new ShelfcastError(
        'method_not_allowed',
        `${request.method} is not taken here; ${allowed.join(', ')} is.`,
      );
    });
  }
}
