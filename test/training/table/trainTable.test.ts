import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { ForecastResponse } from '../../../src/contract/forecastAnswers';
import { manifest as manifestSchema } from '../../../src/contract/manifest';
import { startApp, stopApps } from '../../http/support/startApp';
import { call, startTinyService } from '../../support/serving';
import type * as Brief from '../../support/briefTraining';
import { runCli } from '../../support/runCli';
import { writeTinyEncoder } from '../../support/tinyEncoder';
import { temporary } from '../../ingest/files';
import { products } from './products';

jest.mock('../../../src/training/table/tableOptions', () =>
  jest.requireActual<typeof Brief>('../../support/briefTraining').briefTable(),
);

const files = temporary();
const encoder = writeTinyEncoder();
const at = (name: string) => join(files.directory, name);
const SCHEMA = {
  mode: 'table',
  id: 'code',
  target: 'sales',
  text: ['title', 'note'],
  numeric: ['size'],
  categorical: ['range'],
};
const ROWS = products({ rows: 60 }).map(({ record: { id, text, extras }, target }) => ({
  code: id,
  title: text,
  note: '',
  ...extras,
  sales: target,
}));

beforeAll(async () => {
  writeFileSync(at('rows.csv'), stringify(ROWS, { header: true }));
  writeFileSync(at('schema.json'), JSON.stringify(SCHEMA));
  const { status, err, out } = await runCli(
    ...['train', '--data', at('rows.csv'), '--schema', at('schema.json')],
    ...['--encoder', encoder, '--out', at('shelf')],
  );
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain('60 rows');
});
afterAll(() => {
  files.remove();
  rmSync(encoder, { recursive: true });
});

type Forecast = Record<'id' | 'p10' | 'p50' | 'p90' | 'mean' | 'warnings', string>;

async function predict(rows: object[], ...options: string[]) {
  writeFileSync(at('asked.csv'), stringify(rows, { header: true }));
  rmSync(at('answers.csv'), { force: true });
  const run = await runCli(
    ...['predict', '--model', at('shelf'), '--data', at('asked.csv'), '--encoder', encoder],
    ...['--out', at('answers.csv'), ...options],
  );
  const text = existsSync(at('answers.csv')) ? readFileSync(at('answers.csv'), 'utf8') : '';
  return { ...run, answers: parse(text, { columns: true }) as unknown as Forecast[], text };
}

test('a model directory of a table says what it is', () => {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(at('shelf/manifest.json'), 'utf8')));
  expect(manifest).toMatchObject({
    horizon: 0,
    schema: { mode: 'table', target: 'sales' },
    features: {
      names: [
        'size',
        'range=basic',
        'range=classic',
        'range=premium',
        'range unseen',
        'range on target',
        'words on target',
      ],
    },
    data: { rows: 60, skus: 60, first_week: null },
  });
  expect(manifest.features.ranges).toHaveProperty('size');
  expect(manifest.golden).toHaveLength(20);
  expect(readdirSync(at('shelf')).sort()).toEqual(
    [
      'README.md',
      'analogs.json',
      'head.onnx',
      'manifest.json',
      'numeric-only.onnx',
      'text-only.onnx',
      'levels.json',
      'words.bin',
    ].sort(),
  );
});

test('predict writes one row per input row, whatever is missing in it', async () => {
  const asked = [
    { code: 'A', title: 'red mug', note: 'heart', size: 0.5, range: 'basic' },
    { code: '', title: '', note: '', size: '', range: '' },
    { code: 'A', title: 'blue lantern', note: '', size: 'no number', range: 'luxury' },
  ];
  const { status, answers, text, out } = await predict(asked);
  expect(status).toBe(0);
  expect(text.split('\n')[0]).toBe('id,p10,p50,p90,mean,warnings');
  expect(answers.map(({ id }) => id)).toEqual(['A', '2', 'A']);
  for (const { p10, p50, p90, mean } of answers) {
    const [low, middle, high] = [p10, p50, p90].map(Number);
    expect([low, middle, high, Number(mean)].every(Number.isFinite)).toBe(true);
    expect(low).toBeLessThanOrEqual(middle);
    expect(middle).toBeLessThanOrEqual(high);
  }
  expect(out).toContain("size is no number: taken as unknown (line 4: 'no number')");
});

test('predict says of each row what to know before trusting it', async () => {
  const known = ROWS[0];
  const { answers } = await predict([
    known,
    { ...known, range: 'luxury' },
    { ...known, title: 'red mug '.repeat(200) },
  ]);
  expect(answers.map(({ warnings }) => warnings.split(' '))).toEqual([
    expect.not.arrayContaining(['unseen_category', 'text_truncated']),
    expect.arrayContaining(['unseen_category']),
    expect.arrayContaining(['text_truncated']),
  ]);
});

test('--compare puts the forecast without text beside it', async () => {
  const [row] = ROWS;
  const { answers } = await predict([row, { ...row, title: 'green card' }], '--compare');
  const [first, second] = answers as unknown as Record<string, string>[];
  expect(first.numeric_only_p50).toBe(second.numeric_only_p50);
  expect(Object.keys(first)).toEqual([
    ...['id', 'p10', 'p50', 'p90', 'mean'],
    ...['p10', 'p50', 'p90', 'mean'].map((name) => `numeric_only_${name}`),
    'warnings',
  ]);
});

test('a column that is not there is named, and nothing is written', async () => {
  const { status, err, text } = await predict([{ code: 'A', title: 'red mug', size: 1 }]);
  expect([status, text]).toEqual([1, '']);
  expect(err).toContain("'note', 'range'");
});

test('a schema with other columns than the model was trained on is refused', async () => {
  writeFileSync(at('other.json'), JSON.stringify({ ...SCHEMA, numeric: ['weight'] }));
  const { status, err } = await predict(ROWS.slice(0, 1), '--schema', at('other.json'));
  expect(status).toBe(1);
  expect(err).toContain("the schema's numeric columns are weight, but the model was trained on size");
});

test('too small a table leaves no directory behind', async () => {
  writeFileSync(at('few.csv'), stringify(ROWS.slice(0, 20), { header: true }));
  const { status, err } = await runCli(
    ...['train', '--data', at('few.csv'), '--schema', at('schema.json')],
    ...['--encoder', encoder, '--out', at('few')],
  );
  expect(status).toBe(1);
  expect(err).toContain('the table has 20 rows with a target; a model takes 50 or more');
  expect(readdirSync(files.directory).filter((name) => name.startsWith('few'))).toEqual(['few.csv']);
});

test('a server answers for rows of a table as predict does, with a reason', async () => {
  const { answers } = await predict([{ code: '', title: 'red mug', note: '', size: 0.5, range: 'luxury' }]);
  const { service, registry } = await startTinyService({ encoder });
  try {
    registry.register('shelf', at('shelf'));
    expect((await service.reload('shelf')).reason).toBeNull();
    const item = { description: 'red mug', price: 3, features: { size: 0.5, range: 'luxury' } };
    const request = { model: 'shelf', items: [item], compare: true, explain: true, return_embeddings: false };
    const { items } = await service.embedAndPredict(request, call());
    expect(items[0].forecast).toEqual([]);
    for (const name of ['p10', 'p50', 'p90', 'mean'] as const) {
      expect(items[0].total[name]).toBeCloseTo(Number(answers[0][name]), 3);
    }
    expect(items[0].warnings.map(({ code, field }) => `${code} ${field}`)).toEqual(
      expect.arrayContaining(['unseen_category features.range', 'not_read price']),
    );
    expect(items[0].features_effect!.map(({ feature }) => feature)).toContain('size');
    expect(items[0].analogs?.every(({ similarity }) => similarity <= 1)).toBe(true);
  } finally {
    await service.close();
  }
});

test('a column with several values a cell is told, and its values count in any order', async () => {
  const themes = (row: number) => ['garden', 'kitchen', 'office'].filter((_, at) => (row >> at) % 2 === 1);
  const rows = Array.from({ length: 5 }, () => ROWS).flat();
  writeFileSync(
    at('themes.csv'),
    stringify(
      rows.map((row, place) => ({ ...row, range: themes(1 + (place % 7)).join('|') })),
      { header: true },
    ),
  );
  const { status, out } = await runCli(
    ...['train', '--data', at('themes.csv'), '--schema', at('schema.json')],
    ...['--encoder', encoder, '--out', at('themes')],
  );
  expect(status).toBe(0);
  expect(out).toContain("range holds several values a cell, separated by '|': each of 3 counts by itself");
  const { service, registry } = await startTinyService({ encoder });
  try {
    registry.register('themes', at('themes'));
    expect((await service.reload('themes')).reason).toBeNull();
    const asked = ['garden|office', 'Office | garden', 'garden', 'garden|cellar'];
    const items = asked.map((range) => ({ description: 'red mug', features: { size: 0.5, range } }));
    const request = { model: 'themes', items, compare: false, explain: true, return_embeddings: false };
    const answers = (await service.embedAndPredict(request, call())).items;
    expect(answers[1].total).toEqual(answers[0].total);
    expect(answers[2].total).not.toEqual(answers[0].total);
    expect(answers[0].features_effect!.map(({ feature }) => feature)).toContain('range=garden');
    const unseen = answers.map(
      ({ warnings }) => warnings.find(({ code }) => code === 'unseen_category')?.values,
    );
    const levels = 'garden, kitchen, office';
    expect(unseen).toEqual([undefined, undefined, undefined, { column: 'range', unseen: 'cellar', levels }]);
  } finally {
    await service.close();
  }
});

test('further quantiles are forecast under their own names, between their neighbours', async () => {
  const train = (levels: string) =>
    runCli(
      ...['train', '--data', at('rows.csv'), '--schema', at('schema.json'), '--encoder', encoder],
      ...['--out', at('wide'), '--quantiles', levels],
    );
  const refused = await train('0.5,0.9');
  expect([refused.status, refused.err]).toEqual([2, expect.stringContaining('0.1 missing')]);
  expect(existsSync(at('wide'))).toBe(false);

  expect((await train('0.25,0.9,0.1,0.5')).status).toBe(0);
  const predicted = await runCli(
    ...['predict', '--model', at('wide'), '--data', at('rows.csv'), '--encoder', encoder],
    ...['--out', at('wide.csv')],
  );
  expect(predicted.status).toBe(0);
  const rows = parse(readFileSync(at('wide.csv'), 'utf8'), { columns: true }) as Record<string, string>[];
  expect(Object.keys(rows[0])).toEqual(['id', 'p10', 'p25', 'p50', 'p90', 'mean', 'warnings']);
  for (const { p10, p25, p50 } of rows) {
    expect(Number(p10)).toBeLessThanOrEqual(Number(p25));
    expect(Number(p25)).toBeLessThanOrEqual(Number(p50));
  }
});

describe('over HTTP', () => {
  let tiny: Awaited<ReturnType<typeof startTinyService>>;
  let app: Awaited<ReturnType<typeof startApp>>;
  beforeAll(async () => {
    tiny = await startTinyService({ encoder });
    tiny.registry.register('shelf', at('shelf'));
    await tiny.service.reload('shelf');
    app = await startApp({}, { service: tiny.service });
  });
  afterAll(async () => {
    await stopApps();
    await tiny.service.close();
  });
  const ask = (path: string, body: object) => app.post(path, { model: 'shelf', ...body });

  test('items get forecasts in numbers, whatever is missing, unseen or far out', async () => {
    const item = (features?: object, description = 'red mug') => ({ description, features });
    const items = [
      item(),
      item({}),
      item({ size: null, range: null }),
      item({ size: 1e12, range: 'basic' }),
      item({ size: -1e12, range: '' }),
      item({ range: 'constructor' }),
      item({ range: 7 }),
      item({ size: 0.5, range: 'x'.repeat(8192) }),
      item({ size: 0.5 }, '-'),
      item({ size: 0.5 }, '\u0000\n🎁 кружка 杯子'),
      item({ size: 0.5 }, 'mug '.repeat(2048)),
      { ...item({ size: 0.5 }), sku: 'P1' },
    ];
    for (const path of ['/embed-and-predict', '/predict', '/compare']) {
      const response = await ask(path, { items });
      expect([path, response.status]).toEqual([path, 200]);
      const answer = (await response.json()) as ForecastResponse;
      expect(answer.items).toHaveLength(items.length);
      for (const { forecast, total } of answer.items) {
        expect(forecast).toEqual([]);
        expect(Object.values(total).every(Number.isFinite)).toBe(true);
        expect(total.p10).toBeLessThanOrEqual(total.p50);
        expect(total.p50).toBeLessThanOrEqual(total.p90);
      }
    }
    const [first, second, third] = (
      (await (await ask('/embed-and-predict', { items: items.slice(0, 3) })).json()) as ForecastResponse
    ).items;
    expect([second.total, third.total]).toEqual([first.total, first.total]);
  });

  test('what cannot be a column or a number of it is refused by its path', async () => {
    const refused = async (features: object | string) => {
      const body = { model: 'shelf', items: [{ description: 'red mug', features }] };
      const response = await app.post('/embed-and-predict', body);
      const { errors } = (await response.json()) as { errors: { path: string; message: string }[] };
      return { status: response.status, issues: errors.map(({ path, message }) => `${path} ${message}`) };
    };
    expect(await refused({ size: 'large', weight: 3 })).toEqual({
      status: 422,
      issues: [
        'items[0].features.size must be a number or null',
        "items[0].features.weight is no column of model 'shelf'; its columns: size, range",
      ],
    });
    for (const features of [{ size: 1e13 }, { range: [1] }, { constructor: 1 }, 'size', [1, 2]]) {
      expect((await refused(features)).status).toBe(422);
    }
  });

  test('the other routes answer for it too', async () => {
    const item = { description: 'red mug', features: { size: 0.5 } };
    const similar = await ask('/similar', { text: 'red mug', k: 3 });
    const { analogs } = (await similar.json()) as { analogs: { sku: string; similarity: number }[] };
    expect([similar.status, analogs.length]).toEqual([200, 3]);
    const explained = await ask('/embed-and-predict', { items: [item], explain: true });
    expect(explained.status).toBe(200);
    const whatif = await ask('/whatif', { item, variants: [{ price: 2 }, { promo_text: 'front page' }] });
    expect(whatif.status).toBe(200);
  });
});
