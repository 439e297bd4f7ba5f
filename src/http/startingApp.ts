import type { Express } from 'express';
import { ShelfcastError } from '../contract/errors';
import { send } from './exchange/reply';
import { answerError, frontOf, type FrontParts } from './front';
import { pageHeaders, pageRouter } from './pages';

const RETRY_SECONDS = 2;
/** What tells that the process answers, in the words of each protocol. */
const ALIVE = { '/health/live': { status: 'live' }, '/v2/health/live': { live: true } };

/**
 * What answers while a server starts: that it is alive, the page, which asks again until there is an answer, and to all else that
 * it is not ready yet, and what it is at.
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
