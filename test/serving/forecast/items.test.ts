import { mondayOf } from '../../../src/common/week';
import { embedAndPredictRequest } from '../../../src/contract/forecastRequests';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { call, startTinyService, type TinyService } from '../../support/serving';
import { TINY_ANALOGS, TINY_LAST_WEEK } from '../../support/tinyModel';

let tiny: TinyService;
beforeAll(async () => {
  tiny = await startTinyService();
  const week = (ago: number, units: number, price: number) => ({
    week: TINY_LAST_WEEK - ago,
    units,
    price,
    promoText: null,
    extras: null,
  });
  const sales = [week(3, 4, 6), week(2, 5, 8), week(1, 6, 8), week(0, 7, 8)];
  const promoted = (promoText: string) =>
    sales.map((one, at) => (at > 1 ? { ...one, units: 2 * one.units, promoText } : one));
  writeCatalog(
    tiny.database,
    {
      hash: '0',
      name: 'sales.csv',
      synthetic: false,
      firstWeek: TINY_LAST_WEEK - 3,
      lastWeek: TINY_LAST_WEEK,
    },
    [
      { sku: 'MUG', description: 'red mug', sales },
      { sku: 'SALE', description: 'red mug', sales: promoted('OFF 30%') },
      { sku: 'ODD', description: 'red mug', sales: promoted('blue lantern') },
      {
        sku: 'SOLD',
        description: 'red mug',
        sales: promoted('None').map((one) => ({ ...one, promoText: null })),
      },
      {
        sku: 'CUT',
        description: 'red mug',
        sales: promoted('OFF 30%').map((one, at) => (at > 1 ? { ...one, price: 5 } : one)),
      },
      ...TINY_ANALOGS.map(({ sku, description }) => ({ sku, description, sales: [] })),
    ],
  );
});
afterAll(async () => {
  await tiny.service.close();
  tiny.database.close();
});

const next = mondayOf(TINY_LAST_WEEK + 1);
const ask = async (...items: object[]) =>
  (await tiny.service.embedAndPredict(embedAndPredictRequest.parse({ items }), call())).items;
const totals = async (...items: object[]) => (await ask(...items)).map(({ total }) => total.mean);
const warningsOf = async (item: object) =>
  (await ask(item))[0].warnings.map(({ code, field }) => `${code} ${field}`);
const mug = { description: 'red mug' };
const NO_TEXTS = { promoText: null, extras: null };

test("a known product keeps the catalog's price when the item brings its own sales", async () => {
  const [byLags, byHistory, priced, unpriced] = await totals(
    { ...mug, sku: 'MUG', lags: [7, 6, 5, 4] },
    {
      ...mug,
      sku: 'MUG',
      history: [4, 5, 6, 7].map((units, at) => ({ date: mondayOf(TINY_LAST_WEEK - 3 + at), units })),
    },
    { ...mug, sku: 'MUG', lags: [7, 6, 5, 4], price: 8 },
    { ...mug, sku: 'MUG', lags: [7, 6, 5, 4], price: null },
  );
  const [catalog] = await totals({ ...mug, sku: 'MUG' });
  expect([byLags, byHistory, priced]).toEqual([catalog, catalog, catalog]);
  expect(unpriced).not.toBe(catalog);
});

test('what promotions did is taken out of the weeks that had one, whether the catalog or the item tells their sales', async () => {
  const { context } = tiny.service.parts.models.servingModel(undefined)!.model;
  const sale = { ...mug, sku: 'SALE' };
  const [plain, asSold] = await totals({ ...mug, sku: 'MUG' }, sale);
  expect(asSold).not.toBe(plain);
  context.lift = { promotion: Math.log(2), depth: 0, usual_depth: 0 };
  expect(await totals(sale, { ...sale, lags: [14, 12, 5, 4] })).toEqual([plain, plain]);
  context.lift = null;
});

test('a past promotion unlike those of the training is taken out as far as a planned one counts', async () => {
  const { context, manifest } = tiny.service.parts.models.servingModel(undefined)!.model;
  const { familiar_promotion } = manifest.plans!;
  const products = ['ODD', 'SOLD', 'MUG'].map((sku) => ({ ...mug, sku }));
  const lifted = (familiar: number) => {
    manifest.plans!.familiar_promotion = familiar;
    context.lift = { promotion: Math.log(2), depth: 0, usual_depth: 0 };
    return totals(...products);
  };
  // Its nearest has a cosine of .993.
  const [unlike, sold] = await lifted(0.999);
  expect(unlike).toBe(sold);
  const [known, , plain] = await lifted(0.99);
  expect(known).toBe(plain);
  const [partly, most, least] = await lifted(0.995);
  expect(partly).toBeGreaterThan(Math.min(most, least));
  expect(partly).toBeLessThan(Math.max(most, least));
  context.lift = null;
  manifest.plans!.familiar_promotion = familiar_promotion;
});

test('requests at once do not forget the past promotions of each other', async () => {
  const { context, manifest } = tiny.service.parts.models.servingModel(undefined)!.model;
  const { familiar_promotion } = manifest.plans!;
  manifest.plans!.familiar_promotion = 0.99;
  context.lift = { promotion: Math.log(2), depth: 0, usual_depth: 0 };
  await Promise.all(['SALE', 'ODD'].map((sku) => totals({ ...mug, sku })));
  expect([...context.lift.familiarity!.keys()].sort()).toEqual(['OFF 30%', 'blue lantern']);
  context.lift = null;
  manifest.plans!.familiar_promotion = familiar_promotion;
});

test('the cut price of promoted weeks is not the price of the product', async () => {
  const cut = { ...mug, sku: 'CUT' };
  const [left, own, paid] = await totals(cut, { ...cut, price: 8 }, { ...cut, price: 5 });
  expect(left).toBe(own);
  expect(left).not.toBe(paid);
});

test('older sales of a known product still have its latest price', async () => {
  const item = { ...mug, sku: 'MUG', history: [{ date: mondayOf(TINY_LAST_WEEK), units: 9, price: null }] };
  const [left, given] = await totals(item, { ...item, price: 8 });
  expect(left).toBe(given);
});

test.each(['', '  ', 'None', 'No promotion.'])('the promotion text %j does nothing', async (promo_text) => {
  const [none, blank] = await ask(mug, { ...mug, promo_text });
  expect({ ...blank, cached: none.cached }).toEqual(none);
});

test.each(['', '   ', '\n\t'])('the description %j is refused, by name', (description) => {
  const result = embedAndPredictRequest.safeParse({ items: [{ description }] });
  expect(result.error?.issues).toMatchObject([
    { path: ['items', 0, 'description'], message: expect.stringContaining('blank') },
  ]);
});

test.each(['9999-12-31', '2200-01-01', '1969-12-31'])('the date %s is refused', (date) => {
  const result = embedAndPredictRequest.safeParse({ items: [{ ...mug, date }] });
  expect(result.error?.issues[0].message).toContain('1970 to 2199');
});

test('the last day that is read has weeks with four digits', async () => {
  const [item] = await ask({ ...mug, date: '2199-12-31' });
  expect(item.forecast.map(({ week }) => week.length)).toEqual([10, 10]);
});

test('warns of a code that the catalog does not have, unless the item brings its own sales', async () => {
  expect(await warningsOf({ ...mug, sku: 'NOBODY' })).toEqual(['unknown_sku sku']);
  expect(await warningsOf({ ...mug, sku: 'NOBODY', lags: [3] })).toEqual([]);
  expect(await warningsOf({ ...mug, sku: 'mug' })).toEqual([]);
});

test('warns of weeks that have passed', async () => {
  expect(await warningsOf({ ...mug, date: mondayOf(TINY_LAST_WEEK) })).toEqual(['past_date date']);
  expect(await warningsOf({ ...mug, date: next })).toEqual([]);
});

test('warns of a promotion unlike those of the training', async () => {
  expect(await warningsOf({ ...mug, promo_text: 'OFF 30%' })).not.toContain(
    'unfamiliar_promotion promo_text',
  );
  expect(await warningsOf({ ...mug, promo_text: 'blue lantern' })).toEqual([
    'unfamiliar_promotion promo_text',
  ]);
});

test('a promotion unlike those of the training is said to do less, or nothing where it is like none', async () => {
  const { plans } = tiny.service.parts.models.servingModel(undefined)!.model.manifest;
  const { familiar_promotion } = plans!;
  const saidWith = async (familiar: number) => {
    plans!.familiar_promotion = familiar;
    const [{ warnings }] = await ask({ ...mug, promo_text: 'blue lantern' });
    return warnings.map(({ message, values }) => [values.effect, message.split(': ')[1]]);
  };
  // Its nearest has a cosine of .993.
  expect(await saidWith(0.999)).toEqual([['none', 'it changes nothing']]);
  expect(await saidWith(0.995)).toEqual([['smaller', 'its effect is taken for smaller']]);
  plans!.familiar_promotion = familiar_promotion;
});

test('warns that a deeper promotion does no more where nobody knows what its depth does', async () => {
  const { plans } = tiny.service.parts.models.servingModel(undefined)!.model.manifest;
  const { promotion, promotion_depth } = plans!;
  plans!.promotion = { value: 0.5, changes: 40, products: 6 };
  plans!.promotion_depth = { value: null, changes: 0, products: 0 };
  expect(await warningsOf({ ...mug, promo_text: 'OFF 30%' })).toEqual(['depth_effect_unknown promo_text']);
  expect(await warningsOf(mug)).toEqual([]);
  Object.assign(plans!, { promotion, promotion_depth });
});

test('warns that nobody knows what a promotion does, unless its depth is known to do it', async () => {
  const { plans } = tiny.service.parts.models.servingModel(undefined)!.model.manifest;
  const { promotion, promotion_depth } = plans!;
  plans!.promotion = { value: null, changes: 25, products: 7 };
  expect(await warningsOf({ ...mug, promo_text: 'OFF 30%' })).toEqual([
    'promotion_effect_unknown promo_text',
  ]);
  expect(await warningsOf(mug)).toEqual([]);
  plans!.promotion_depth = { value: 2, changes: 60, products: 20 };
  expect(await warningsOf({ ...mug, promo_text: 'OFF 30%' })).toEqual([]);
  Object.assign(plans!, { promotion, promotion_depth });
});

test('warns that a price changes nothing where its effect is unknown, and only where the item names one', async () => {
  // The tiny model knows what known products do, and nothing of new ones.
  const unknown = ['price_effect_unknown price'];
  expect(await warningsOf(mug)).toEqual([]);
  expect(await warningsOf({ ...mug, price: 4 })).toEqual(unknown);
  expect(await warningsOf({ ...mug, sku: 'MUG', price: 4 })).toEqual([]);
  const history = [{ date: mondayOf(TINY_LAST_WEEK), units: 3 }];
  expect(await warningsOf({ ...mug, history, price: 4 })).toEqual(unknown);
  expect(await warningsOf({ ...mug, history: [{ ...history[0], price: 5 }], price: 4 })).toEqual([]);
});

test('a price named as the catalog has it changes nothing, and is not warned of', async () => {
  const { known } = tiny.service.parts.models.servingModel(undefined)!.model.manifest.plans!.price;
  const { value } = known;
  known.value = null;
  expect(await warningsOf({ ...mug, sku: 'MUG', price: 4 })).toEqual(['price_effect_unknown price']);
  expect(await warningsOf({ ...mug, sku: 'MUG', price: 8 })).toEqual([]);
  known.value = value;
});

test('the depth of a promotion is told as a number, whatever its words', async () => {
  const [five, fifty] = await ask({ ...mug, promo_text: '5% off' }, { ...mug, promo_text: '50% off' });
  expect(fifty.tokens).toBe(five.tokens);
  expect(fifty.total.mean).not.toBe(five.total.mean);
});

test('warns of sales above nearly all that the model has seen', async () => {
  expect(await warningsOf({ ...mug, lags: [70, 75] })).toEqual([]);
  expect(await warningsOf({ ...mug, lags: [170, 175] })).toEqual(['history_out_of_range history']);
  expect(await warningsOf({ ...mug, lags: [0, 0] })).toEqual([]);
});

test('sales that read no higher than what is usual are not said to lie above it', async () => {
  const { ranges } = tiny.service.parts.models.servingModel(undefined)!.model.manifest.features;
  const usual = ranges['mean_26'];
  ranges['mean_26'] = { ...usual, high: Math.log1p(17.6) };
  expect(await warningsOf({ ...mug, lags: [18, 18] })).toEqual([]);
  expect(await warningsOf({ ...mug, lags: [20, 20] })).toEqual(['history_out_of_range history']);
  ranges['mean_26'] = usual;
});

test('a week left empty is not known, which is told; it is not a week without sales', async () => {
  const zero = { ...mug, lags: [0, 41, 39, 40] };
  const unknown = { ...mug, lags: [null, 41, 39, 40] };
  expect(await warningsOf(unknown)).toEqual(['unknown_weeks history']);
  expect(await warningsOf(zero)).toEqual([]);
  const [asZero, asUnknown] = await totals(zero, unknown);
  expect(asUnknown).not.toBe(asZero);
  expect(asUnknown).not.toBeNaN();
});

test('weeks in which the shop was closed are told once by the file, not by each of its products', async () => {
  const shop = await startTinyService();
  const weeks = Array.from({ length: 12 }, (_, at) => TINY_LAST_WEEK - 11 + at);
  const products = Array.from({ length: 8 }, (_, at) => ({
    ...{ sku: `MUG-${at}`, description: 'red mug' },
    sales: weeks
      .filter((_, week) => week !== 9 && (week !== 5 || at > 0))
      .map((week) => ({ week, units: week === weeks[6] && at === 0 ? NaN : 5, price: 6, ...NO_TEXTS })),
  }));
  const source = { hash: '0', name: 'sales.csv', synthetic: false };
  writeCatalog(shop.database, { ...source, firstWeek: weeks[0], lastWeek: TINY_LAST_WEEK }, products);
  const items = [
    { ...mug, sku: 'MUG-0' },
    { ...mug, sku: 'MUG-1' },
  ];
  const answer = await shop.service.embedAndPredict(embedAndPredictRequest.parse({ items }), call());
  const isTold = answer.items.map(({ warnings }) => warnings.some(({ code }) => code === 'unknown_weeks'));
  expect(isTold).toEqual([true, false]);
  await shop.service.close();
  shop.database.close();
});
