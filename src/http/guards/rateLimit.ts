import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { ShelfcastError } from '../../contract/errors';
import { exchangeOf } from '../exchange/exchange';

const WINDOW_MS = 60_000;

/** At most `perMinute` requests a minute for each API key, or for each address if there are no keys. */
export function perKeyLimit(perMinute: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // The setting trust-proxy decides which addresses to believe.
    validate: { xForwardedForHeader: false, trustProxy: false },
    keyGenerator: (request, response) =>
      exchangeOf(response as never).client ?? ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response, next) => {
      const retryAfterSeconds = Number(response.getHeader('retry-after') ?? WINDOW_MS / 1000);
      next(
        new ShelfcastError('rate_limited', `More than ${perMinute} requests a minute.`, {
          retryAfterSeconds,
        }),
      );
    },
  });
}
