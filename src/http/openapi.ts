import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '../contract/errors';
import type { Endpoint } from './exchange/endpoint';
import { errorStyleOf, lineProblem, problem } from './exchange/problem';

const ALWAYS: ErrorCode[] = ['invalid', 'forbidden_host', 'rate_limited', 'internal', 'deadline'];
const ONLY_WITH_KEYS: ErrorCode[] = ['unauthorized', 'forbidden_scope'];
const WITH_BODY: ErrorCode[] = [
  'not_json',
  'body_timeout',
  'forbidden_origin',
  'too_large',
  'unsupported_media_type',
  'queue_full',
  'bodies_full',
  'not_ready',
];

const openaiError = z
  .object({
    error: z.object({
      message: z.string(),
      type: z.string(),
      param: z.string().nullable(),
      code: z.string().nullable(),
    }),
  })
  .meta({ id: 'OpenAIError' });
const inferenceError = z.object({ error: z.string() }).meta({ id: 'InferenceError' });

/** The OpenAPI 3.1 document of these endpoints, from the same schemas that validate requests. */
export function openApiDocument(
  endpoints: readonly Endpoint[],
  { version, withKeys, basePath }: { version: string; withKeys: boolean; basePath: string | null },
): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const each of endpoints) (paths[each.path] ??= {})[each.method] = operation(each, withKeys);
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'shelfcast',
      version,
      description:
        'Forecasts the sales of products from their words and their numbers. Units are units sold per week; weeks are ' +
        "named by their Monday; prices are in the data's currency.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    ...(basePath === null ? {} : { servers: [{ url: basePath }] }),
    paths: paths as ZodOpenApiPathsObject,
    ...(withKeys ? { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } } : {}),
  });
}

function operation(endpoint: Endpoint, withKeys: boolean): ZodOpenApiOperationObject {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  const query = endpoint.query ?? (endpoint.lines && ofLines(endpoint.lines.query as z.ZodObject));
  const { schema, contentType = 'application/json', description = 'The answer' } = endpoint.answer;
  const lines = endpoint.lines && {
    'application/x-ndjson': { schema: z.union([endpoint.lines.answer, lineProblem]) },
  };
  return {
    operationId: operationId(endpoint),
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.description ? { description: endpoint.description } : {}),
    ...(withKeys && endpoint.scope !== 'open' ? { security: [{ key: [endpoint.scope] }] } : {}),
    requestParams: {
      ...(names.length
        ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
        : {}),
      ...(query ? { query: query as z.ZodObject } : {}),
    },
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: {
              'application/json': { schema: endpoint.body },
              ...binaryContent(endpoint),
              ...(endpoint.lines ? { 'application/x-ndjson': { schema: endpoint.lines.line } } : {}),
            },
          },
        }
      : {}),
    ...(endpoint.takesFile
      ? {
          requestBody: {
            required: true,
            content: {
              'application/octet-stream': { schema: { type: 'string' as const, format: 'binary' } },
            },
          },
        }
      : {}),
    responses: {
      [String(endpoint.answer.status ?? 200)]: {
        description,
        content: { [contentType]: { schema: schema ?? z.string() }, ...lines },
      },
      ...errorResponses(endpoint, withKeys),
    },
  };
}

/** Query options that only a stream of lines takes: a JSON body has its own. */
function ofLines(query: z.ZodObject): z.ZodObject {
  const shape = Object.entries(query.shape).map(([name, option]) => {
    const known = (option as z.ZodType).meta()?.description;
    const description = `Only with application/x-ndjson${known ? `: ${known}` : ''}`;
    return [name, (option as z.ZodType).meta({ description, override: withoutDefault })];
  });
  return z.strictObject(Object.fromEntries(shape));
}

/** Generated clients send every default that they find, even with a JSON body. */
function withoutDefault({ jsonSchema }: { jsonSchema: { default?: unknown } }): void {
  delete jsonSchema.default;
}

function errorResponses(endpoint: Endpoint, withKeys: boolean) {
  const style = errorStyleOf(endpoint.path);
  const schema = endpoint.path.startsWith('/v1/')
    ? openaiError
    : endpoint.path.startsWith('/v2')
      ? inferenceError
      : problem;
  const codes = [
    ...ALWAYS,
    ...(endpoint.body ? WITH_BODY : []),
    ...(endpoint.method !== 'get' ? (['forbidden_origin'] as const) : []),
    ...(endpoint.countLimits ? (['too_many_items'] as const) : []),
    ...(endpoint.errors ?? []),
    ...(endpoint.scope === 'open' ? [] : ['draining' as const, ...(withKeys ? ONLY_WITH_KEYS : [])]),
  ];
  const titles = new Map<number, Set<string>>();
  for (const code of codes) {
    const status = style.status({ status: ERRORS[code].status });
    titles.set(status, (titles.get(status) ?? new Set()).add(ERRORS[code].title));
  }
  return Object.fromEntries(
    [...titles].map(([status, texts]) => [
      String(status) as '500',
      { description: [...texts].join('; '), content: { [style.contentType]: { schema } } },
    ]),
  );
}

/** Bodies that are not pure JSON have no schema. */
function binaryContent({ read }: Endpoint) {
  const types = (read?.contentTypes ?? []).filter(Boolean);
  return Object.fromEntries(
    types.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
  );
}

function operationId({ method, path }: Endpoint): string {
  const words = path.match(/\w+/g) ?? [];
  return [method, ...words].map((word, i) => (i ? word[0].toUpperCase() + word.slice(1) : word)).join('');
}
