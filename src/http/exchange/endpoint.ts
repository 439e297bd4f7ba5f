import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { certain } from '../../common/certain';
import { ShelfcastError, type ErrorCode } from '../../contract/errors';
import type { Scope } from '../../contract/scopes';
import { bodyKind, readBody, type BodyTypes } from './body';
import type { BodyBudget } from './bodyBudget';
import { bodyFailure, decodedBody } from './decoding';
import { exchangeOf, type Exchange } from './exchange';
import { send, type LineReply, type Reply } from './reply';
import { spooled, type SpoolBudget } from './spool';
import { validated } from './validate';

/** A handler's input, validated. */
interface Asked<Body, Query> {
  body: Body;
  query: Query;
  params: Record<string, string>;
  exchange: Exchange;
  /** The bytes of the body if the endpoint takes a file; else empty. */
  upload: AsyncIterable<Buffer>;
}

/** One path and method: its input, its answer and its handler. The API document is generated from these. */
export interface Endpoint<Body = unknown, Query = unknown> {
  method: 'get' | 'post' | 'put' | 'delete';
  /** As in OpenAPI: `/models/{name}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Scope that an API key needs; open: answered without a key, and while the server stops. */
  scope: Scope | 'open';
  body?: z.ZodType<Body>;
  /**
   * How the body's bytes become the value that its schema checks, and for which content types; plain JSON by default.
   */
  read?: {
    contentTypes: readonly string[];
    parse(bytes: Buffer, headers: IncomingHttpHeaders): unknown;
  };
  /** Arrays of the body with a length limit of their own: more is 413. */
  countLimits?: { field: keyof Body & string; most: number }[];
  query?: z.ZodType<Query>;
  /** Its status is 200 by default. */
  answer: { schema?: z.ZodType; contentType?: string; description?: string; status?: 202 };
  errors?: ErrorCode[];
  /** NDJSON bodies on the same path. */
  lines?: LineEndpoint<Query>;
  /** Whether the body is a file of any content type, which the handler takes as bytes. */
  takesFile?: boolean;
  handle(asked: Asked<Body, Query>): Promise<Reply> | Reply;
}

/** One line in, one line out. */
interface LineEndpoint<Query> {
  line: z.ZodType;
  answer: z.ZodType;
  query: z.ZodType<Query>;
  handle(request: IncomingMessage, query: Query, exchange: Exchange): LineReply;
}

const noQuery = z.strictObject({});
const DEADLINE_FIELD = 'timeout_ms';

/** Infers the types of body and query from an endpoint's schemas for its handler. */
export function endpoint<Body = undefined, Query = unknown>(definition: Endpoint<Body, Query>): Endpoint {
  return definition as unknown as Endpoint;
}

/** Limits of every request. */
export interface RequestLimits {
  bodyBytes: number;
  /** Default deadline of a request in milliseconds. */
  deadline: number;
  budget: BodyBudget;
  spool: SpoolBudget;
}

const UNREAD = [
  'answers_unread',
  'Too many answers wait to be read; read them while you send, or send fewer lines a request.',
] as const;

/** A body times out before the deadline that its sender would be told of. */
const BODY_MS = 30_000;

export function requestHandler(endpoint: Endpoint, limits: RequestLimits): RequestHandler {
  const types = bodyTypes(endpoint);
  return async (request, response) => {
    const exchange = exchangeOf(response);
    exchange.route = endpoint.path;
    const reply = await exchange.settle(answered(endpoint, types, request, response, limits));
    await send(response, reply, endpoint.answer.status);
  };
}

async function answered(
  endpoint: Endpoint,
  types: BodyTypes,
  request: Request,
  response: Response,
  limits: RequestLimits,
): Promise<Reply> {
  const exchange = exchangeOf(response);
  const params = request.params as Record<string, string>;
  if (!endpoint.body) {
    exchange.limit(limits.deadline);
    const query = queryOf(endpoint.query, request);
    const upload = endpoint.takesFile ? uploadOf(request) : nothing();
    return endpoint.handle({ body: undefined, query, params, exchange, upload });
  }
  const { lines } = endpoint;
  const kind = bodyKind(request, types);
  if (lines && kind === 'ndjson') {
    const reply = lines.handle(request, queryOf(lines.query, request), exchange);
    return { ...reply, lines: spooled(reply.lines, limits.spool, () => exchange.abort(...UNREAD)) };
  }
  const query = queryOf(endpoint.query, request);
  const share = limits.budget.share();
  response.once('close', share.release);
  const milliseconds = Math.min(BODY_MS, limits.deadline);
  const value = await readBody(
    request,
    { bytes: limits.bodyBytes, milliseconds, share },
    endpoint.read?.parse,
  );
  const body = checkedBody(endpoint, value);
  exchange.limit((body as { [DEADLINE_FIELD]?: number })[DEADLINE_FIELD] ?? limits.deadline);
  return endpoint.handle({ body, query, params, exchange, upload: nothing() });
}

/** The body's bytes, decompressed; an error while they are read leaves the connection open for the answer. */
async function* uploadOf(request: IncomingMessage): AsyncGenerator<Buffer> {
  const body = decodedBody(request);
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (error) {
    throw bodyFailure(error as NodeJS.ErrnoException);
  }
}

async function* nothing(): AsyncGenerator<Buffer> {}

function queryOf(schema: z.ZodType | undefined, request: Request): unknown {
  if (!schema && !request.url.includes('?')) return {};
  return validated(schema ?? noQuery, { ...request.query }, 'query');
}

function bodyTypes({ lines, read }: Endpoint): BodyTypes {
  const types = Object.fromEntries((read?.contentTypes ?? []).map((type) => [type, 'json' as const]));
  return { 'application/json': 'json', ...types, ...(lines ? { 'application/x-ndjson': 'ndjson' } : {}) };
}

/** The body as parsed by its schema. Throws ShelfcastError `too_many_items` or `invalid`. */
export function checkedBody(endpoint: Endpoint, value: unknown): unknown {
  refuseTooMany(endpoint, value);
  return validated(certain(endpoint.body, `schema of what ${endpoint.path} takes`), value);
}

function refuseTooMany(endpoint: Endpoint, value: unknown): void {
  for (const { field, most } of endpoint.countLimits ?? []) {
    const list = (value as Record<string, unknown> | null)?.[field];
    if (Array.isArray(list) && list.length > most) {
      const detail = `${field} has ${list.length} entries; send at most ${most} a request, or NDJSON.`;
      throw new ShelfcastError('too_many_items', detail, {
        issues: [{ path: field, message: `at most ${most}` }],
      });
    }
  }
}
