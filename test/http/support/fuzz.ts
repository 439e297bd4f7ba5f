import fc from 'fast-check';

/** The part of an OpenAPI 3.1 document that requests are made from. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
}

export interface FuzzedRequest {
  /** As documented. */
  route: string;
  method: string;
  path: string;
  contentType: string | null;
  body: string | null;
}

const MOST_ITEMS = 4;
/** Routes that begin a process for each request are asked less often. */
const BEGIN_PROCESSES = ['/ingest'];
const USUAL_WEIGHT = 20;
const text = fc.oneof(
  fc.constantFrom(
    'red mug',
    'blue lantern',
    'card holder 50 % off',
    '',
    'Ünïcode ☃ 日本語',
    '\ud800',
    'a'.repeat(9000),
  ),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);
const day = fc.constantFrom(
  '2026-03-02',
  '2026-03-16',
  '2027-01-01',
  '1999-12-31',
  '2026-02-30',
  '9999-12-31',
  'x',
);
const name = fc.constantFrom('tiny', 'tiny', 'tiny', 'none', 'a/b', '1', '%00');
const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.5, 5, 100, 1e-300, 1e9, 1e300, -1e300),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Requests over all routes: bodies and queries as the document's schemas have them, half of them with a change. */
export function fuzzedRequests(document: ApiDocument, count: number, seed: number): FuzzedRequest[] {
  const routes = Object.entries(document.paths).flatMap(([route, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      arbitrary: requestTo(document, route, method, operation),
      weight: BEGIN_PROCESSES.includes(route) ? 1 : USUAL_WEIGHT,
    })),
  );
  return fc.sample(fc.oneof(...routes), { numRuns: count, seed });
}

function requestTo(document: ApiDocument, route: string, method: string, operation: Operation) {
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const queries = fc.record(
    Object.fromEntries(
      query.map((parameter) => [parameter.name, fc.oneof(number, text, fc.boolean(), name)]),
    ),
    { requiredKeys: [] },
  );
  const contents = Object.entries(operation.requestBody?.content ?? {});
  const body = contents.length
    ? fc.oneof(...contents.map(([type, { schema }]) => bodyOf(document, type, schema)))
    : fc.constant({ contentType: null, body: null });
  return fc
    .tuple(fc.array(name, { minLength: 2, maxLength: 2 }), queries, fc.nat(9), body)
    .map(([names, asked, withQuery, sent]): FuzzedRequest => {
      let n = 0;
      const path = route.replace(/\{\w+\}/g, () => encodeURIComponent(names[n++]));
      const search = new URLSearchParams(
        Object.entries(asked).map(([key, value]): [string, string] => [key, String(value)]),
      ).toString();
      return { route, method, path: withQuery === 0 && search ? `${path}?${search}` : path, ...sent };
    });
}

function bodyOf(document: ApiDocument, contentType: string, schema: Schema) {
  const value = fc.oneof(valueOf(document, schema), changed(valueOf(document, schema)));
  const bodies =
    contentType === 'application/x-ndjson' ? fc.array(value, { maxLength: 5 }) : value.map((one) => [one]);
  return bodies.map((values) => ({
    contentType,
    body: values.map((each) => JSON.stringify(each)).join('\n'),
  }));
}

function valueOf(document: ApiDocument, schema: Schema): fc.Arbitrary<unknown> {
  if (schema.$ref) return valueOf(document, document.components.schemas[schema.$ref.split('/').at(-1)!]);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valueOf(document, choice)));
  if (schema.allOf) return valueOf(document, schema.allOf[0]);
  if (Array.isArray(schema.type))
    return fc.oneof(...schema.type.map((type) => valueOf(document, { ...schema, type })));
  switch (schema.type) {
    case 'object':
      return objectOf(document, schema);
    case 'array':
      return fc.array(valueOf(document, schema.items ?? {}), {
        minLength: Math.min(schema.minItems ?? 0, MOST_ITEMS),
        maxLength: MOST_ITEMS,
      });
    case 'string':
      return schema.format === 'date' ? day : schema.pattern ? name : text;
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -5, -5),
        max: Math.min(schema.maximum ?? 1000, 1000),
      });
    case 'number':
      return schema.minimum !== undefined || schema.exclusiveMinimum !== undefined
        ? fc.oneof(fc.double({ min: 0.01, max: 1000, noNaN: true }), number)
        : number;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(document: ApiDocument, schema: Schema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = fc.record(
    Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, valueOf(document, inner)])),
    { requiredKeys: required },
  );
  if (typeof additionalProperties !== 'object') return known;
  const keys = fc.oneof(fc.constantFrom('weight', 'colour', '__proto__'), fc.string({ maxLength: 8 }));
  const free = fc.dictionary(keys, valueOf(document, additionalProperties), { maxKeys: 3 });
  return fc.tuple(known, free).map(([fixed, more]) => ({ ...more, ...fixed }));
}

/** A value with something in it replaced, taken out or added. */
function changed(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(values, fc.jsonValue({ maxDepth: 2 }), fc.nat(), fc.nat(2))
    .map(([value, other, where, how]) => {
      const copy = structuredClone(value);
      const holders = holdersIn(copy);
      if (!holders.length) return other;
      const holder = holders[where % holders.length];
      const keys = Object.keys(holder);
      const key = keys[where % Math.max(1, keys.length)] ?? 'x';
      if (how === 0) delete holder[key];
      else holder[how === 1 ? key : `x${key}`] = other;
      return copy;
    });
}

function holdersIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(holdersIn)];
}
