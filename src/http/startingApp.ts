import type { Express } from 'express';
import { ShelfcastError } from '../contract/errors';
import { send } from './exchange/reply';
import { answerError, frontOf, type FrontParts } from './front';
import { pageHeaders, pageRouter } from './pages';

const RETRY_SECONDS = 2;
/** The answers of each protocol's liveness check. */
const ALIVE = { '/health/live': { status: 'live' }, '/v2/health/live': { live: true } };

/**
 * Answers while a server starts: that it is alive, the page (which retries until there is an answer), and to everything
 * else that it is not ready yet, and the current step.
 */
export function createStartingApp(parts: FrontParts, webDirectory: string, stage: () => string): Express {
  const app = frontOf(parts, () => {});
  for (const [path, json] of Object.entries(ALIVE))
    app.get(path, (_request, response) => void send(response, { json }));
  app.use(pageHeaders(), pageRouter(webDirectory));
  app.use(() => {
    throw new ShelfcastError('not_ready', `The server is starting: ${stage()}.`, {
      retryAfterSeconds: RETRY_SECONDS,
    });
  });
  app.use(answerError);
  return app;
}
