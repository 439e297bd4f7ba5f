import { randomUUID } from 'node:crypto';
import type { Random } from '../../src/common/random';

export interface Request {
  kind: string;
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: string;
  contentType: string;
  /** Statuses that are right; 429 and 503 with Retry-After always are. */
  right: number[];
  /** Sold by this request: what is acknowledged must be there at the end. */
  sales?: Sale[];
}

export interface Sale {
  id: string;
  sku: string;
  date: string;
  units: number;
}

const WORDS = [
  'red',
  'blue',
  'glass',
  'tin',
  'lantern',
  'mug',
  'with gift box',
  'enamelled',
  'small',
  'set of 6',
];

/** Products that sales are of. */
const PRODUCTS = 200;

/** One of the requests that a server meets, drawn at random. */
export function requestOf(random: Random): Request {
  const text = () => Array.from({ length: 5 }, () => random.pick(WORDS)).join(' ');
  const item = () => ({ description: text(), price: 1 + random.below(20), lags: [3, 0, 2, 5] });
  const items = (count: number) => Array.from({ length: count }, item);
  const sku = () => `P${random.below(PRODUCTS)}`;
  const sale = (): Sale => ({
    id: randomUUID(),
    sku: sku(),
    date: `2026-03-${10 + random.below(20)}`,
    units: 1 + random.below(5),
  });
  const requests: (() => Request)[] = [
    () => posted('forecast', '/embed-and-predict', { items: items(16) }),
    () => posted('one item', '/embed-and-predict', { items: items(1) }),
    () => posted('explained', '/embed-and-predict', { items: items(1), explain: true }),
    () => posted('numbers', '/predict', { items: items(8) }),
    () => posted('texts', '/embed', { texts: [text(), text()] }),
    () => posted('openai', '/v1/embeddings', { model: 'm', input: [text()] }),
    () => ({
      kind: 'lines',
      path: '/embed-and-predict',
      body: items(300)
        .map((one) => JSON.stringify(one))
        .join('\n'),
      contentType: 'application/x-ndjson',
      right: [200],
    }),
    () => ({ ...posted('short deadline', '/embed', { texts: [text()], timeout_ms: 2 }), right: [200, 504] }),
    () => ({ ...posted('invalid', '/embed-and-predict', { items: [{ description: '' }] }), right: [422] }),
    () => ({
      kind: 'heavy',
      path: '/v2/models/demo-shop/infer',
      body: `{"inputs":[${'{},'.repeat(700_000)}{}]}`,
      contentType: JSON_TYPE,
      right: [413],
    }),
    () => {
      const sales = Array.from({ length: 20 }, sale);
      return { ...posted('sales', '/sales', { sales }), sales };
    },
    () => {
      const product = { sku: sku(), description: text(), price: 1 + random.below(20) };
      return { ...posted('products', '/products', { products: [product] }), method: 'PUT' };
    },
    () => posted('orders', '/orders', { items: items(4).map((one) => ({ ...one, lead_weeks: 2 })) }),
    () => asked('accuracy', '/accuracy'),
    () => asked('drift', '/drift'),
    () => ({ kind: 'not JSON', path: '/embed', body: '{"texts":[', contentType: JSON_TYPE, right: [400] }),
  ];
  return random.pick(requests)();
}

const JSON_TYPE = 'application/json';

function posted(kind: string, path: string, body: object): Request {
  return { kind, path, body: JSON.stringify(body), contentType: JSON_TYPE, right: [200] };
}

function asked(kind: string, path: string): Request {
  return { kind, method: 'GET', path, contentType: JSON_TYPE, right: [200] };
}
