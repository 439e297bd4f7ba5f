/** Bodies as large as the server takes, each made to cost it as much as it can: what they are, where they go. */
export interface HostileBody {
  name: string;
  /** Default: post. */
  method?: string;
  path: string;
  body: string;
}

const INFER = '/v2/models/demo-shop/infer';
const FORECAST = '/embed-and-predict';

/** Bodies of at most `bytes`. */
export function hostileBodies(bytes: number): HostileBody[] {
  const all = [...tensors(bytes), ...forecasts(bytes), ...others(bytes)];
  return all.filter(({ body }) => Buffer.byteLength(body) <= bytes);
}

/** A part of a body, or the `n`th one. */
type Part = string | ((n: number) => string);

/** As many parts as `bytes` hold between the two ends, or `most`. */
function filling(bytes: number) {
  return (start: string, part: Part, end: string, most = Infinity): string => {
    const partOf = typeof part === 'string' ? () => part : part;
    const parts: string[] = [];
    let left = bytes - start.length - end.length;
    for (let n = 0; n < most; n++) {
      const next = partOf(n);
      left -= Buffer.byteLength(next) + 1;
      if (left < 0) break;
      parts.push(next);
    }
    return `${start}${parts.join(',')}${end}`;
  };
}

function tensors(bytes: number): HostileBody[] {
  const filled = filling(bytes);
  const tensor = (part: Part, most?: number) =>
    filled('{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[', part, ']}]}', most);
  return [
    { name: 'a tensor of empty objects', path: INFER, body: tensor('{}') },
    { name: 'a tensor of lists of one', path: INFER, body: tensor('[1]') },
    { name: 'a tensor of short texts', path: INFER, body: tensor('"ab"') },
    { name: 'a tensor of numbers', path: INFER, body: tensor('1') },
    { name: 'a tensor of long numbers', path: INFER, body: tensor('0.12345678901234567890123e-5') },
    { name: 'a tensor of nulls and texts', path: INFER, body: tensor('null,"a"') },
    { name: 'many outputs', path: INFER, body: filled('{"inputs":[],"outputs":[', '{"name":"a"}', ']}') },
    { name: 'many empty tensors', path: INFER, body: filled('{"inputs":[', '{}', ']}') },
    { name: 'as many texts as a tensor holds', path: INFER, body: tensor((n) => `"t${n}"`, 262_144) },
    { name: 'as many empty objects', path: INFER, body: tensor('{}', 262_144) },
  ];
}

function forecasts(bytes: number): HostileBody[] {
  const filled = filling(bytes);
  const item = (field: string, part: Part, [open, close] = '[]') =>
    filled(`{"items":[{"description":"a","${field}":${open}`, part, `${close}}]}`);
  const day = (n: number) => new Date(Date.UTC(2016, 0, 4 + 7 * n)).toISOString().slice(0, 10);
  const years = Array.from({ length: 520 }, (_, n) => `{"date":"${day(n)}","units":3,"price":2.5}`).join(',');
  const known = `{"description":"a","history":[${years}]}`;
  const bad = `{"description":"a","history":[${new Array(520).fill('{"date":"x","units":-1}').join(',')}]}`;
  const weeks = (week: string) => histories(filled, week);
  return [
    { name: 'unknown features', path: FORECAST, body: item('features', (n) => `"f${n}":1`, '{}') },
    { name: 'unknown fields', path: FORECAST, body: filled('{', (n) => `"f${n}":1`, '}') },
    {
      name: 'items with unknown fields',
      path: FORECAST,
      body: filled(
        '{"items":[',
        (n) => `{${Array.from({ length: 2000 }, (_, i) => `"${n}x${i}":1`).join(',')}}`,
        ']}',
      ),
    },
    { name: 'a history of empty weeks', path: FORECAST, body: item('history', '{}') },
    {
      name: '256 items with 520 bad weeks each',
      path: FORECAST,
      body: `{"items":[${new Array(256).fill(bad).join(',')}]}`,
    },
    { name: 'bad histories', path: FORECAST, body: weeks('{"date":"2026-99-99","units":-1,"price":0}') },
    { name: 'histories of empty weeks', path: FORECAST, body: weeks('{}') },
    { name: 'lags of texts', path: FORECAST, body: item('lags', '"a"') },
    { name: 'more items than are taken', path: FORECAST, body: filled('{"items":[', '{}', ']}') },
    { name: 'nested lists', path: FORECAST, body: `${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}` },
    { name: 'nested objects', path: FORECAST, body: '{"a":'.repeat(bytes / 5) },
    {
      name: '256 items with ten years each',
      path: FORECAST,
      body: `{"items":[${new Array(256).fill(known).join(',')}]}`,
    },
  ];
}

function others(bytes: number): HostileBody[] {
  const filled = filling(bytes);
  const escaped = '\\u0061'.repeat(Math.floor(bytes / 6) - 20);
  return [
    { name: 'one long text', path: '/embed', body: `{"texts":["${'x'.repeat(bytes - 20)}"]}` },
    { name: 'one text of escapes', path: '/embed', body: `{"texts":["${escaped}"]}` },
    { name: 'many texts', path: '/embed', body: filled('{"texts":[', '"a"', ']}') },
    { name: 'token ids', path: '/v1/embeddings', body: filled('{"model":"m","input":[', '1', ']}') },
    {
      name: 'lists of token ids',
      path: '/v1/embeddings',
      body: filled('{"model":"m","input":[', '[1,2,3]', ']}'),
    },
    {
      name: 'many variants',
      path: '/whatif',
      body: filled('{"item":{"description":"a"},"variants":[', '{}', ']}'),
    },
    { name: 'orders of empty items', path: '/orders', body: filled('{"items":[', '{}', ']}') },
    {
      name: '256 orders with unknown terms',
      path: '/orders',
      body: filled(
        '{"items":[',
        (n) => `{${Array.from({ length: 2000 }, (_, i) => `"${n}x${i}":1`).join(',')}}`,
        ']}',
        256,
      ),
    },
    {
      name: 'an assortment of empty items',
      path: '/assortment',
      body: filled('{"items":[', '{}', ']}', 20_000),
    },
    {
      name: 'an assortment of more than is taken',
      path: '/assortment',
      body: filled('{"items":[', '{"description":"a"}', ']}'),
    },
    {
      name: 'an assortment with histories',
      path: '/assortment',
      body: histories(filled, '{"date":"2026-03-02","units":3}'),
    },
  ];
}

/** Items with ten years of the same week. */
function histories(filled: ReturnType<typeof filling>, week: string): string {
  return filled('{"items":[', `{"description":"a","history":[${new Array(520).fill(week).join(',')}]}`, ']}');
}

/** Bodies whose list is as long as it may be, of elements that are all wrong. */
export function fullLists(
  { method, path, field, most }: { method: string; path: string; field: string; most: number },
  bytes: number,
): HostileBody[] {
  const room = Math.floor(bytes / most) - 2;
  const elements = {
    'empty objects': '{}',
    numbers: '1',
    'objects of unknown fields': objectOf(Math.min(room, 1500)),
    'long texts': `{"${field}":"${'x'.repeat(Math.max(0, room - 12 - field.length))}"}`,
  };
  return Object.entries(elements).map(([what, element]) => ({
    name: `${field} of ${most} ${what}, ${path}`,
    method,
    path,
    body: `{"${field}":[${new Array<string>(most).fill(element).join(',')}]}`,
  }));
}

/** With as many fields as fit. */
function objectOf(bytes: number): string {
  const count = Math.floor(bytes / '"k100":1,'.length);
  return `{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join(',')}}`;
}
