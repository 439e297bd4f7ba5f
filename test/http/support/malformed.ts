import fc from 'fast-check';

export interface MalformedRequest {
  /** What is wrong with it. */
  fault: string;
  method: string;
  path: string;
  contentType: string | null;
  body: Buffer | null;
}

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };
type Path = (string | number)[];

const item: Json = {
  description: 'red mug',
  promo_text: 'off',
  sku: 'T0',
  price: 2.5,
  date: '2026-03-16',
  history: [{ date: '2026-03-02', units: 3, price: 2 }],
  features: { weight: 1 },
};
const tensor: Json = { name: 'description', shape: [1, 1], datatype: 'BYTES', data: ['red mug'] };

const always: Json[] = ['has_history', 'weeks_known', 'launch', 'lead', 'year_sine', 'year_cosine'].map(
  (name) => ({
    name,
    shape: [1, 1],
    datatype: 'FP32',
    data: [0],
  }),
);

/** A valid body for every address that takes one. */
export const VALID: Record<string, Json> = {
  '/embed-and-predict': { items: [item, item], compare: true, explain: false, timeout_ms: 5000 },
  '/predict': { items: [item] },
  '/compare': { items: [item], model: 'tiny' },
  '/whatif': { item, variants: [{ price: 2, promo_text: 'off', date: '2026-03-23' }] },
  '/similar': { text: 'red mug', k: 2 },
  '/embed': { texts: ['red mug', 'blue mug'], normalize: true },
  '/v1/embeddings': { input: ['red mug'], model: 'm', encoding_format: 'float' },
  '/v2/models/tiny/infer': { id: 'a', inputs: [tensor, ...always], outputs: [{ name: 'mean' }] },
};
const REQUIRED: Record<string, string> = {
  '/embed-and-predict': 'items',
  '/predict': 'items',
  '/compare': 'items',
  '/whatif': 'variants',
  '/similar': 'text',
  '/embed': 'texts',
  '/v1/embeddings': 'input',
  '/v2/models/tiny/infer': 'inputs',
};
const GETS = [
  '/health/live',
  '/health/ready',
  '/info',
  '/models',
  '/models/tiny',
  '/catalog',
  '/metrics',
  '/v2',
];

const address = fc.constantFrom(...Object.keys(VALID));

function faulty(fault: string, broken: fc.Arbitrary<{ path: string; text: string | Buffer }>) {
  return broken.map(({ path, text }): MalformedRequest => ({
    fault,
    method: 'POST',
    path,
    contentType: 'application/json',
    body: Buffer.from(text),
  }));
}

/** A valid body with the value at one of its places replaced. */
function replaced(fault: string, places: (value: Json, path: Path) => boolean, by: fc.Arbitrary<Json>) {
  const found = Object.entries(VALID).flatMap(([path, body]) =>
    placesOf(body)
      .filter(([place, value]) => places(value, place))
      .map(([place]) => ({ path, place })),
  );
  const broken = fc.tuple(fc.constantFrom(...found), by).map(([{ path, place }, value]) => ({
    path,
    text: JSON.stringify(withValue(VALID[path], place, value)),
  }));
  return faulty(fault, broken);
}

const isObject = (value: Json) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isFree = (path: Path) => path.includes('features');

const kinds: fc.Arbitrary<MalformedRequest>[] = [
  replaced('a wrong type', (value) => !isObject(value), fc.constantFrom<Json>({ x: [true] }, { '': {} })),
  replaced(
    'NaN as a string',
    (value, path) => typeof value === 'number' && !isFree(path),
    fc.constantFrom('NaN', 'Infinity', '', '1'),
  ),
  replaced(
    'a number out of range',
    (value, path) => typeof value === 'number' && !isFree(path),
    fc.constant(-1e300),
  ),
  faulty(
    'an unknown field',
    fc.tuple(address, fc.string({ minLength: 1, maxLength: 12 })).chain(([path, name]) => {
      const objects = placesOf(VALID[path]).filter(([place, value]) => isObject(value) && !isFree(place));
      return fc.constantFrom(...objects).map(([place, value]) => ({
        path,
        text: JSON.stringify(withValue(VALID[path], place, { ...(value as object), [`x${name}`]: 1 })),
      }));
    }),
  ),
  faulty(
    'a required field missing',
    address.map((path) => {
      const rest = Object.entries(VALID[path] as object).filter(([name]) => name !== REQUIRED[path]);
      return { path, text: JSON.stringify(Object.fromEntries(rest)) };
    }),
  ),
  faulty(
    'no object',
    fc
      .tuple(address, fc.constantFrom('', ' ', '[]', '"x"', '5', 'null', 'true', '[[]]'))
      .map(([path, text]) => ({
        path,
        text,
      })),
  ),
  faulty(
    'JSON cut short',
    fc.tuple(address, fc.double({ min: 0, max: 0.99, noNaN: true })).map(([path, share]) => {
      const text = JSON.stringify(VALID[path]);
      return { path, text: text.slice(0, Math.floor(share * (text.length - 1))) };
    }),
  ),
  faulty(
    'a literal that JSON has not',
    fc
      .tuple(address, fc.constantFrom('NaN', '-Infinity', 'undefined', "'a'", '01', '0x1'))
      .map(([path, literal]) => ({
        path,
        text: JSON.stringify(VALID[path]).replace(/"red mug"/, literal),
      })),
  ),
  faulty(
    'bad UTF-8',
    fc
      .tuple(address, fc.constantFrom([0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80]))
      .map(([path, bytes]) => {
        const [before, after] = JSON.stringify(VALID[path]).split('red mug', 2);
        return { path, text: Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]) };
      }),
  ),
  faulty(
    'deep nesting',
    fc
      .tuple(address, fc.constantFrom('[', '{"a":'), fc.integer({ min: 100, max: 50_000 }))
      .map(([path, open, depth]) => {
        const value =
          open.repeat(depth) + (open === '[' ? '' : '1') + (open === '[' ? ']' : '}').repeat(depth);
        return { path, text: `{"${REQUIRED[path]}":${value}}` };
      }),
  ),
  faulty(
    'a text too long',
    fc.tuple(address, fc.integer({ min: 8193, max: 100_000 })).map(([path, length]) => ({
      path,
      text: JSON.stringify(VALID[path]).replace(/"red mug"/, `"${'x'.repeat(length)}"`),
    })),
  ),
  faulty(
    'a prototype',
    fc.tuple(address, fc.constantFrom('__proto__', 'constructor', 'prototype')).map(([path, name]) => ({
      path,
      text: JSON.stringify(VALID[path]).replace('{', `{"${name}":{"polluted":true},`),
    })),
  ),
  fc
    .tuple(
      address,
      fc.constantFrom(null, 'text/plain', 'application/xml', 'multipart/form-data', 'application/json5'),
    )
    // An inference request needs none.
    .map(([path, type]) => [path, type ?? (path.startsWith('/v2') ? 'text/csv' : null)] as const)
    .map(([path, contentType]) => ({
      fault: 'a wrong content type',
      method: 'POST',
      path,
      contentType,
      body: Buffer.from(JSON.stringify(VALID[path])),
    })),
  fc
    .tuple(
      fc.oneof(
        address.map((path) => ({ path, methods: ['GET', 'PUT', 'DELETE', 'PATCH'] })),
        // A model's address takes DELETE.
        fc
          .constantFrom(...GETS.filter((path) => path !== '/models/tiny'))
          .map((path) => ({ path, methods: ['POST', 'PUT', 'DELETE', 'PATCH'] })),
      ),
      fc.nat(3),
    )
    .map(([{ path, methods }, n]) => bare('a wrong method', methods[n], path)),
  fc
    .constantFrom(
      '/models/%E0%A4%A',
      '/models/..%2f..%2fetc',
      '/nope',
      '/models/none',
      '/catalog/none',
      '/v2/models/none',
    )
    .map((path) => bare('an address of nothing', 'GET', path)),
  fc
    .constantFrom(
      '/catalog?limit=x',
      '/catalog?limit=0',
      '/models?a=1',
      '/info?__proto__=1',
      '/catalog?limit=1&limit=2',
    )
    .map((path) => bare('a wrong query', 'GET', path)),
  fc
    .constantFrom('activate', 'reload')
    .map((what) => bare('an unknown model', 'POST', `/models/none/${what}`)),
];

/** Requests that are each wrong in one way; the same ones for the same seed. */
export function malformedRequests(count: number, seed: number): MalformedRequest[] {
  return fc.sample(fc.oneof(...kinds), { numRuns: count, seed });
}

function bare(fault: string, method: string, path: string): MalformedRequest {
  return { fault, method, path, contentType: null, body: null };
}

function placesOf(value: Json, path: Path = []): [Path, Json][] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]) =>
          placesOf(child as Json, [...path, Array.isArray(value) ? Number(key) : key]),
        )
      : [];
  return [[path, value], ...inner];
}

function withValue(root: Json, path: Path, value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const copy = structuredClone(root) as Record<string | number, Json>;
  copy[key] = withValue(copy[key], rest, value);
  return copy as Json;
}
