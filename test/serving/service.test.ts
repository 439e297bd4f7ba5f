import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShelfcastError } from '../../src/contract/errors';
import { embedAndPredictRequest, embedRequest, predictRequest } from '../../src/contract/forecastRequests';
import { mondayOf } from '../../src/common/week';
import { openEmbeddingStore } from '../../src/registry/embeddingStore';
import { call, startTinyService, type TinyService } from '../support/serving';
import { TINY_DIMENSION } from '../support/tinyEncoder';
import { TINY_HORIZON, TINY_LAST_WEEK, writeTinyModel } from '../support/tinyModel';

let tiny: TinyService;
beforeAll(async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'shelfcast-store-')), 'embeddings.db');
  const store = openEmbeddingStore(file, { capacity: 10_000, precision: 'fp16' });
  tiny = await startTinyService({ store });
});
afterAll(async () => {
  await tiny.service.close();
  tiny.database.close();
});

const forecast = async (items: object[], options: object = {}) =>
  (await tiny.service.embedAndPredict(embedAndPredictRequest.parse({ items, ...options }), call())).items;
const one = async (item: object, options: object = {}) => (await forecast([item], options))[0];

test('a new product gets a forecast for each week of the horizon and their total', async () => {
  const item = await one({ description: 'red mug' });
  expect(item).toMatchObject({ sku: null, cold_start: true, lag_depth: 0, truncated: false, tokens: 4 });
  expect(item.forecast.map(({ week }) => week)).toEqual(
    Array.from({ length: TINY_HORIZON }, (_, at) => mondayOf(TINY_LAST_WEEK + 1 + at)),
  );
  for (const range of [...item.forecast, item.total]) {
    expect(range.p10).toBeGreaterThanOrEqual(0);
    expect(range.p10).toBeLessThanOrEqual(range.p50);
    expect(range.p50).toBeLessThanOrEqual(range.p90);
  }
});

test('description, promotion text, price, lags, date and features each change the forecast', async () => {
  const base = { description: 'red mug', price: 2, lags: [3, 4, 5] };
  const changes = [
    { description: 'blue lantern' },
    { promo_text: 'off percent' },
    { price: 3 },
    { lags: [30, 40, 50] },
    { date: '2026-06-15' },
    { features: { weight: 2, colour: 'blue' } },
  ];
  const totals = (await forecast([base, ...changes.map((change) => ({ ...base, ...change }))])).map(
    ({ total }) => total.mean,
  );
  expect(new Set(totals).size).toBe(totals.length);
});

test('asked twice it answers the same, the second time from the cache', async () => {
  const item = { description: 'card holder with heart', promo_text: 'ten percent off', lags: [1, 2] };
  const [first, second] = [await one(item), await one(item)];
  expect([first.cached, second.cached]).toEqual([false, true]);
  expect({ ...second, cached: false }).toEqual(first);
});

test('history by date and by lags are the same thing; weeks left out are not known', async () => {
  const date = mondayOf(TINY_LAST_WEEK + 1);
  const history = [
    { date: mondayOf(TINY_LAST_WEEK - 3), units: 5 },
    { date: mondayOf(TINY_LAST_WEEK - 1), units: 7 },
  ];
  const [byDate, byLags] = await forecast([
    { description: 'mug', date, history },
    { description: 'mug', date, lags: [null, 7, null, 5] },
  ]);
  expect(byDate).toEqual(byLags);
  expect(byDate.lag_depth).toBe(2);
});

test('every bad field of every item is named, and nothing is computed', async () => {
  const items = [
    { description: 'mug', features: { size: 1, weight: 'heavy' } },
    { description: 'mug', date: '2026-03-09', history: [{ date: '2026-03-09', units: 1 }] },
  ];
  await expect(forecast(items)).rejects.toMatchObject({
    code: 'invalid',
    options: {
      issues: [
        { path: 'items[0].features.size', message: expect.stringContaining('weight, colour') },
        { path: 'items[0].features.weight' },
        { path: 'items[1].history[0].date' },
      ],
    },
  });
});

test('of many bad fields an answer names the first fifty, and says three of them', async () => {
  const items = Array.from({ length: 256 }, () => ({ description: 'mug', features: { size: 1 } }));
  const error = await forecast(items).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid', detail: expect.stringMatching(/^items\[0\].*; \.\.\.$/) });
  const { detail, options } = error as ShelfcastError;
  expect([options.issues!.length, options.issues![49].path]).toEqual([50, 'items[49].features.size']);
  expect(detail.length).toBeLessThan(1000);
});

test('compare sets the numeric-only forecast beside, and the effect is the difference', async () => {
  const item = await one({ description: 'red mug' }, { compare: true });
  expect(item.text_effect).toBeCloseTo(item.total.mean - item.numeric_only!.total.mean, 3);
  const predicted = await tiny.service.predict(
    predictRequest.parse({ items: [{ description: 'red mug' }] }),
    call(),
  );
  expect(predicted.items[0]).toMatchObject({ total: item.numeric_only!.total, tokens: 0 });
  const sides = await tiny.service.compare({ items: [{ description: 'red mug' }] }, call());
  expect(sides.items[0].text_only!.forecast).toHaveLength(TINY_HORIZON);
});

test('explained words and features add up to what they explain', async () => {
  const text = { description: 'red heart mug', promo_text: 'percent off' };
  const item = await one({ ...text, price: 4, lags: [2, 3] }, { explain: true });
  const sum = (effects: { effect: number }[]) => effects.reduce((total, { effect }) => total + effect, 0);
  const words = item.tokens_effect!;
  expect(words.map(({ word }) => word).sort()).toEqual(['heart', 'mug', 'off', 'percent', 'red']);
  for (const { field, word, start, end } of words) expect(text[field].slice(start, end)).toBe(word);
  // Each effect is rounded to ten-thousandths.
  expect(Math.abs(sum(words) - (await textGain()))).toBeLessThan(0.01);
  expect(item.features_effect!.find(({ feature }) => feature === 'price')!.about).toBe('price');
  expect(item.analogs!.map(({ similarity }) => similarity)).toEqual(
    [...item.analogs!.map((a) => a.similarity)].sort().reverse(),
  );

  async function textGain(): Promise<number> {
    const features = Float32Array.from(await featuresOf({ ...text, price: 4, lags: [2, 3] }));
    const ask = { features, description: [''], promoText: [null] };
    const without = (await tiny.service.infer(ask, call())).mean.at(-1)!;
    return item.total.mean - without;
  }
});

test('what would be expected if nothing were told is one number, whatever is promoted', async () => {
  const untold = async (promo_text: string | null) => {
    const item = await one({ description: 'red mug', promo_text, price: 4, lags: [2, 3] }, { explain: true });
    const effects = [...item.tokens_effect!, ...item.features_effect!];
    return item.total.mean - effects.reduce((sum, { effect }) => sum + effect, 0);
  };
  const plain = await untold(null);
  for (const text of ['percent off', '40% off', 'blue lantern'])
    expect(Math.abs((await untold(text)) - plain)).toBeLessThan(0.01);
});

test('what-if shows each variant and its difference from the base', async () => {
  const item = { description: 'red mug', price: 4 };
  const answer = await tiny.service.whatif({ item, variants: [{ promo_text: 'off' }, {}] }, call());
  expect(answer.variants[0].difference).toBeCloseTo(
    answer.variants[0].total.mean - answer.base.total.mean,
    3,
  );
  expect(answer.variants[1].difference).toBe(0);
});

test('similar products come nearest first', async () => {
  const { analogs } = await tiny.service.similar({ text: 'Red mug', k: 1 }, call());
  expect(analogs).toHaveLength(1);
  expect(analogs[0]).toMatchObject({ sku: 'T0', similarity: 1 });
});

test('warns of what makes a forecast doubtful', async () => {
  const item = await one({
    description: `${'red '.repeat(40)}mug`,
    price: 900,
    date: '2027-03-01',
    features: { colour: 'pink' },
  });
  expect(item.warnings.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'text_truncated description',
    'price_out_of_range price',
    'price_effect_unknown price',
    'unseen_category features.colour',
    'far_ahead date',
  ]);
  expect(item.warnings.find(({ code }) => code === 'unseen_category')!.values).toEqual({
    column: 'colour',
    unseen: 'pink',
    levels: 'red, blue',
  });
  expect(item.fitted!.description.trim().split(' ')).toHaveLength(30);
});

test('says that a promotion text changes nothing where the model was trained without', async () => {
  const directory = await writeTinyModel(tiny.service.parts.encoders.own, {
    name: 'plain',
    promotions: false,
  });
  tiny.registry.register('plain', directory);
  await tiny.service.reload('plain');
  const item = { description: 'red mug' };
  const items = [item, { ...item, promo_text: 'off percent' }];
  const [without, promoted] = await forecast(items, { model: 'plain' });
  expect(without.warnings).toEqual([]);
  expect(promoted.warnings.map(({ code, field }) => `${code} ${field}`)).toEqual(['not_read promo_text']);
  expect([promoted.total, promoted.tokens]).toEqual([without.total, without.tokens]);
});

test('embeddings are unit vectors, with what the encoder saw of each text', async () => {
  const request = embedRequest.parse({ texts: ['red mug', 'x '.repeat(100)] });
  const answer = await tiny.service.embed(request, call());
  expect(answer.truncated).toEqual([false, true]);
  expect(Math.hypot(...answer.embeddings[0])).toBeCloseTo(1, 2);
  expect(answer.embeddings[0]).toHaveLength(TINY_DIMENSION);
  await expect(tiny.service.embed({ ...request, normalize: false }, call())).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('unknown models are refused by name', async () => {
  await expect(one({ description: 'mug' }, { model: 'none' })).rejects.toMatchObject({
    code: 'unknown_model',
  });
});

/** The features of an item, as the tiny numeric-only head is given them: asked for one by one through explain. */
async function featuresOf(item: object): Promise<number[]> {
  const { names } = tiny.service.models()[0].manifest!.features;
  const explained = (await one(item, { explain: true })).features_effect!;
  return names.map((name) => {
    const found = explained.find(({ feature }) => feature === name);
    return found ? Number(found.value) : NaN;
  });
}
