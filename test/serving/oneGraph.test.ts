import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embedAndPredictRequest } from '../../src/contract/forecastRequests';
import type { ItemForecast } from '../../src/contract/forecastAnswers';
import type { BatchRecords, Encoded, PackedTokens } from '../../src/contract/messages';
import { Engine } from '../../src/engine/engine';
import { openEmbeddingStore } from '../../src/registry/embeddingStore';
import { call, startTinyService, type TinyService, type TinyServiceOptions } from '../support/serving';
import { writeTinyModel } from '../support/tinyModel';

const open: TinyService[] = [];
afterAll(async () => {
  for (const { service, database } of open) {
    await service.close();
    database.close();
  }
});

async function start(oneGraph: boolean, options: TinyServiceOptions = {}): Promise<TinyService> {
  const tiny = await startTinyService({ ...options, engine: { oneGraph, ...options.engine } });
  open.push(tiny);
  return tiny;
}

interface Ran {
  texts: PackedTokens;
  records: BatchRecords | null;
  answer: Encoded;
}

/** Batches that the pool has run since, with the records that were forecast with them. */
function watched({ service }: TinyService): Ran[] {
  const { pool } = service.parts.encoders.own;
  const seen: Ran[] = [];
  const encode = pool.encode.bind(pool);
  pool.encode = async (texts, records = null) => {
    const answer = await encode(texts, records);
    seen.push({ texts, records, answer });
    return answer;
  };
  return seen;
}

const forecast = async ({ service }: TinyService, items: object[], options: object = {}) =>
  (await service.embedAndPredict(embedAndPredictRequest.parse({ items, ...options }), call())).items;

const ROUNDED = {
  total: 0,
  forecast: 0,
  text_effect: 0,
  embedding: 0,
  features_effect: 0,
  tokens_effect: 0,
};

/** Apart from rounding in the last digit that is shown. */
function expectSame(got: ItemForecast[], wanted: ItemForecast[]): void {
  expect(got).toHaveLength(wanted.length);
  got.forEach((item, at) => {
    expect({ ...item, ...ROUNDED }).toEqual({ ...wanted[at], ...ROUNDED });
    for (const part of ['mean', 'p10', 'p50', 'p90'] as const)
      expect(item.total[part]).toBeCloseTo(wanted[at].total[part], 3);
    expect(item.text_effect ?? 0).toBeCloseTo(wanted[at].text_effect ?? 0, 3);
  });
}

const ITEMS = [
  { description: 'red mug', promo_text: 'off percent', lags: [3, 4, 5] },
  { description: 'blue lantern', price: 3 },
  { description: 'red mug', lags: [9] },
  { sku: 'T2', description: 'heart lantern', promo_text: 'red mug' },
  { description: 'card holder', features: { weight: 2, colour: 'blue' } },
];

describe('with encoder and head in one graph', () => {
  let one: TinyService;
  let two: TinyService;
  beforeAll(async () => {
    one = await start(true);
    two = await start(false, { encoder: one.encoder });
  });

  test('it says so, and why not where they are two runs', () => {
    expect(one.service.engine().one_graph).toEqual({ active: true, reason: null });
    expect(two.service.engine().one_graph).toEqual({
      active: false,
      reason: 'it is off here; --one-graph on switches it on',
    });
  });

  test('a batch answers its forecasts in the one run, and no vector comes back', async () => {
    const seen = watched(one);
    expectSame(await forecast(one, ITEMS), await forecast(two, ITEMS));
    expect(seen.map(({ records }) => [records?.rows, records?.vectorsWanted])).toEqual([
      [ITEMS.length, false],
    ]);
    expect(seen[0].answer.vectors).toHaveLength(0);
  });

  test.each([
    ['vectors', { return_embeddings: true }],
    ['an explanation', { explain: true }],
    ['a comparison', { compare: true }],
  ])('%s beside the forecasts are as in two runs', async (_, options) => {
    const [got, wanted] = [await forecast(one, ITEMS, options), await forecast(two, ITEMS, options)];
    expectSame(got, wanted);
    got.forEach(({ embedding }, at) =>
      embedding?.forEach((value, column) => expect(value).toBeCloseTo(wanted[at].embedding![column], 5)),
    );
    expect(got.map(({ features_effect }) => features_effect?.length)).toEqual(
      wanted.map(({ features_effect }) => features_effect?.length),
    );
  });

  test('an item whose texts are of such lengths that they fall into two batches is forecast after them', async () => {
    const items = Array.from({ length: 40 }, (_, at) => ({
      description: `mug ${'red '.repeat(24)} ${String.fromCharCode(97 + (at % 26))} ${at}`,
      promo_text: `off ${at}`,
    }));
    const seen = watched(one);
    expectSame(await forecast(one, items), await forecast(two, items));
    const together = seen.reduce((sum, { records }) => sum + (records?.rows ?? 0), 0);
    expect(seen.length).toBeGreaterThan(1);
    expect(together).toBeLessThan(items.length);
  });

  test('one text that many requests want at once is answered to all', async () => {
    const items = (at: number) => [
      { description: 'lantern for all' },
      { description: `mug ${at}`, lags: [at] },
    ];
    const rounds = Array.from({ length: 24 }, (_, at) => at);
    const all = async (tiny: TinyService) =>
      (await Promise.all(rounds.map((at) => forecast(tiny, items(at))))).flat();
    expectSame(await all(one), await all(two));
  });

  test('a record that the head fails on costs neither its text nor the others their answer', async () => {
    const { pipelines, models } = one.service.parts;
    const lease = models.lease(undefined);
    const { engine } = lease;
    const { batcher } = pipelines.of(engine);
    const width = lease.model.manifest.features.names.length;
    const record = (features: Float32Array, description: number) => ({
      key: lease.model.heads.key,
      features,
      bankRow: -1,
      description,
      promo: null,
      withTexts: true,
      answer: null,
    });
    const records = [
      record(new Float32Array(width), 0),
      record(new Float32Array(width).fill(Number.POSITIVE_INFINITY), 1),
    ];
    const texts = ['good mug', 'bad mug'].map((text) => ({ text, ids: engine.tokenizer.tokenize(text).ids }));
    const options = { signal: new AbortController().signal, pathOf: String, records, vectorsWanted: false };
    const { vectors } = await batcher.submit(texts, options);
    expect(vectors.map(({ length }) => length)).toEqual([8, 8]);
    expect(records.map(({ answer }) => answer)).toEqual([null, null]);
    lease.release();
  });

  test('a model taken up again while requests come in has a graph of its own', async () => {
    const maker = await Engine.start({ encoder: one.encoder, device: 'cpu', processes: 1, threads: 1 });
    const before = (await forecast(one, [{ description: 'red mug' }]))[0].total.mean;
    let stop = false;
    const means = new Set<number>();
    const client = (async () => {
      while (!stop) means.add((await forecast(one, [{ description: 'red mug' }]))[0].total.mean);
    })();
    await writeTinyModel(maker, { directory: one.model, bias: 1 });
    await one.service.reload('tiny');
    const after = (await forecast(one, [{ description: 'red mug' }]))[0].total.mean;
    stop = true;
    await Promise.all([client, maker.close()]);
    expect(after).toBeGreaterThan(before);
    expect([...means].every((mean) => mean === before || mean === after)).toBe(true);
    expect(one.service.engine().one_graph.active).toBe(true);
  });
});

test.each([
  ['fp16', true],
  ['fp32', true],
  ['fp16', false],
] as const)(
  'a text kept in %s answers as it did when it was new, one graph: %s',
  async (precision, oneGraph) => {
    const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-store-')), 'embeddings.db');
    const tiny = await start(oneGraph, { store: openEmbeddingStore(file, { capacity: 100, precision }) });
    const seen = watched(tiny);
    const first = await forecast(tiny, ITEMS);
    const again = await forecast(tiny, ITEMS);
    expect(again.map((item) => ({ ...item, cached: false }))).toEqual(first);
    expect(seen.map(({ records }) => [records?.rows, records?.vectorsWanted])).toEqual([
      [ITEMS.length, true],
    ]);

    const mixed = await forecast(tiny, [{ description: 'blue lantern', promo_text: 'new words off' }]);
    expect(seen.at(-1)!.records!.kept).toHaveLength(8);
    expect(mixed[0].total.mean).not.toBe(first[1].total.mean);
  },
);

test('shapes in steps leave the answers as they are', async () => {
  const plain = await start(true);
  const stepped = await start(true, {
    encoder: plain.encoder,
    engine: { oneGraph: true, steps: { tokens: 16, rows: 8 } },
  });
  expectSame(await forecast(stepped, ITEMS), await forecast(plain, ITEMS));
});
