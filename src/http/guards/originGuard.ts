import cors from 'cors';
import type { RequestHandler } from 'express';
import { ShelfcastError } from '../../contract/errors';
import { nameRequest } from '../exchange/reply';

const EXPOSED_HEADERS = [
  'x-request-id',
  'x-tokenization-time',
  'x-queue-time',
  'x-inference-time',
  'x-total-time',
  'retry-after',
];

const READING = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Lets pages of the allowed origins call, and refuses requests from other pages, even those for which the browser sends
 * no preflight.
 */
export function originGuard(allowed: readonly string[]): RequestHandler {
  const anyone = allowed.includes('*');
  const answerCors = cors({
    origin: anyone ? '*' : [...allowed],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    exposedHeaders: EXPOSED_HEADERS,
    maxAge: 600,
  });
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) return next();
    if (anyone || allowed.includes(origin))
      return nameRequest(request, response, () => answerCors(request, response, next));
    if (READING.includes(request.method) || sameHost(origin, request.host)) return next();
    throw new ShelfcastError(
      'forbidden_origin',
      'Add the origin to the setting cors-origins to let its pages call.',
    );
  };
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
