import { pipeline } from 'node:stream/promises';
import type { RequestHandler, Response } from 'express';
import { codeOf } from '../../common/thrown';
import { shortFloats } from '../../common/shortFloat';
import type { Timings } from '../../contract/forecastAnswers';
import { exchangeOf } from './exchange';
import { errorStyleOf, shownError } from './problem';

/** A handler's answer; only `send` writes it. */
export type Reply =
  | { json: unknown; timings?: Timings }
  | { text: string; contentType: string }
  | { bytes: Buffer; contentType: string; headers: Record<string, string>; timings: Timings }
  | LineReply<string | Buffer>;

/** Written as the lines come, as fast as the client reads. */
export interface LineReply<T = string> {
  lines: AsyncIterable<T>;
  contentType: string;
}

const UNREAD_BODY_MS = 5_000;

export async function send(response: Response, reply: Reply, status = 200): Promise<void> {
  if ('lines' in reply) return sendLines(response, reply);
  if (response.destroyed || response.headersSent) return;
  const body = 'bytes' in reply ? reply.bytes : 'json' in reply ? jsonOf(reply) : reply.text;
  if ('timings' in reply && reply.timings) exchangeOf(response).timings = reply.timings;
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    ...commonHeaders(response, 'json' in reply ? 'application/json' : reply.contentType),
    ...('headers' in reply ? reply.headers : {}),
    ...timingHeaders(response),
  });
  response.end(body);
  letUnreadBodyGo(response);
}

/** Forecasts, recognised by their timings, are already rounded for display, and too many to process again. */
function jsonOf({ json, timings }: { json: unknown; timings?: Timings }): string {
  return JSON.stringify(json, timings ? undefined : shortFloats);
}

export function sendError(response: Response, thrown: unknown): void {
  const exchange = exchangeOf(response);
  const error = shownError(thrown);
  exchange.failed(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const style = errorStyleOf(response.req.path);
  const retryAfter = error.options.retryAfterSeconds;
  const status = style.status(error);
  const body = JSON.stringify(style.body(error, exchange.requestId));
  const tooSlow = error.code === 'body_timeout';
  response.writeHead(status, {
    ...(tooSlow ? { connection: 'close' } : {}),
    ...commonHeaders(response, style.contentType),
    'content-length': Buffer.byteLength(body),
    ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) }),
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...timingHeaders(response),
  });
  response.end(body);
  if (tooSlow) response.once('finish', () => response.req.socket.destroySoon());
  else letUnreadBodyGo(response);
}

async function sendLines(response: Response, reply: LineReply<string | Buffer>) {
  response.writeHead(200, commonHeaders(response, reply.contentType));
  response.flushHeaders();
  try {
    await pipeline(reply.lines, response);
  } catch (error) {
    // A client that leaves midway is not a failure of the server.
    if (codeOf(error) !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** For responses not made here: files of the page, and CORS preflight requests. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.setHeader('x-request-id', exchangeOf(response).requestId);
  next();
};

/** Set together with all others: setting a header separately makes Node set every header separately, and slowly. */
function commonHeaders(response: Response, contentType: string): Record<string, string> {
  return {
    'x-request-id': exchangeOf(response).requestId,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': contentType,
  };
}

function timingHeaders(response: Response): Record<string, string> {
  const { timings, elapsedMs } = exchangeOf(response);
  const total = elapsedMs.toFixed(2);
  if (!timings) return { 'x-total-time': total };
  return {
    'x-tokenization-time': timings.tokenization.toFixed(2),
    'x-queue-time': timings.queue.toFixed(2),
    'x-inference-time': timings.inference.toFixed(2),
    'x-total-time': total,
  };
}

/** If the answer came before the end of the body: reads and drops the rest, for a limited time. */
function letUnreadBodyGo(response: Response): void {
  const { req: request } = response;
  if (request.complete) return;
  request.resume();
  const timer = setTimeout(() => request.destroy(), UNREAD_BODY_MS).unref();
  request.once('close', () => clearTimeout(timer));
}
