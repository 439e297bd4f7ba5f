import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Settings } from '../contract/settings';
import { basePath } from './basePath';
import { Exchange, requestIdOf } from './exchange/exchange';
import { sendError } from './exchange/reply';
import { hostGuard } from './guards/hostGuard';
import { originGuard } from './guards/originGuard';
import type { Lifecycle } from './lifecycle';
import type { Metrics } from './watch/metrics';
import type { Tracing } from './watch/tracing';

export interface FrontParts {
  settings: Pick<Settings, 'host' | 'allowedHosts' | 'basePath' | 'trustProxy' | 'corsOrigins'>;
  metrics: Metrics;
  lifecycle: Lifecycle;
  log: Logger;
  tracing: Tracing | null;
}

/** Middleware for every request, whatever answers it; `onFailure` is called for failures that are not the client's. */
export function frontOf(parts: FrontParts, onFailure: () => void): Express {
  const { settings } = parts;
  const app = express();
  app
    .disable('x-powered-by')
    .disable('etag')
    .set('query parser', 'simple')
    .set('case sensitive routing', true)
    .set('trust proxy', settings.trustProxy);
  app.use(exchanges(parts, onFailure));
  if (settings.basePath !== null) app.use(basePath(settings.basePath));
  const checkHost = hostGuard(settings.host, settings.allowedHosts);
  if (checkHost) app.use(checkHost);
  app.use(originGuard(settings.corsOrigins));
  return app;
}

/** Opens an exchange for each request, and reports its end to log, metrics and traces. */
function exchanges({ lifecycle, log, metrics, tracing }: FrontParts, onFailure: () => void): RequestHandler {
  const onUnexpected = (cause: unknown, exchange: Exchange) => {
    onFailure();
    log.error({ request_id: exchange.requestId, route: exchange.route, err: cause }, 'request failed');
  };
  return (request, response, next) => {
    const exchange = new Exchange(requestIdOf(request), lifecycle, onUnexpected);
    response.locals.exchange = exchange;
    if (lifecycle.stopping) response.setHeader('connection', 'close');
    lifecycle.enter(exchange);
    response.once('close', () => {
      lifecycle.leave(exchange);
      if (!response.writableFinished) exchange.hangUp();
      exchange.unlimit();
      const status = response.writableFinished ? response.statusCode : CLIENT_HUNG_UP;
      metrics.requestEnded(exchange.route, status, exchange.elapsedMs / 1000);
      tracing?.requestEnded(exchange, request, status);
      log.info(
        {
          request_id: exchange.requestId,
          method: request.method,
          route: exchange.route,
          status,
          ms: Math.round(exchange.elapsedMs * 100) / 100,
          // Undefined fields are left out.
          client: exchange.client ?? undefined,
          code: exchange.errorCode ?? undefined,
          failed_lines: exchange.failedLines || undefined,
        },
        'request',
      );
    });
    next();
  };
}

const CLIENT_HUNG_UP = 499;

// Express tells error handlers by their four parameters.
// eslint-disable-next-line @typescript-eslint/no-unused-vars
export const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  sendError(response, error);
};
