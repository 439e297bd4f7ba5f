import type { HeadKind, HeadOutputs } from '../../../src/contract/head';
import type { DemandRecord } from '../../../src/contract/record';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand, type FittedDemand } from '../../../src/training/demand/fitDemand';
import { wordVectors } from '../../evaluation/support/shop';
import { pricedShop } from './support/pricedShop';

const HORIZON = 3;
const texts = wordVectors();
const small = {
  horizon: HORIZON,
  members: 2,
  hidden: 16,
  train: { ...DEMAND_DEFAULTS.train, batch: 64, steps: 250, warmUp: 10 },
};
const brief = { ...small, train: { ...small.train, steps: 25 } };
const panel = pricedShop({ elasticity: -1.5, depth: 2, products: 42 });
const origin = panel.firstWeek + panel.weeks;

let model: FittedDemand;
let silent: FittedDemand;
beforeAll(async () => {
  model = await fitDemand(panel, texts, small);
  const steady = pricedShop({ elasticity: -1.5, changes: 0, products: 16 });
  silent = await fitDemand(steady, texts, { ...brief, kinds: ['text_aware'] });
});

const known = (price: number | null, overrides: Partial<DemandRecord> = {}): DemandRecord => ({
  sku: null,
  description: 'mug 3',
  promoText: null,
  price,
  origin,
  history: Array.from({ length: 12 }, (_, at) => ({
    week: origin - 12 + at,
    units: 9,
    price: at === 11 ? null : 5,
  })),
  extras: {},
  ...overrides,
});
const launch = (price: number | null, overrides: Partial<DemandRecord> = {}) =>
  known(price, { history: [], ...overrides });

async function forecast(records: DemandRecord[], kind: HeadKind = 'text_aware', of = model) {
  return (await DemandPredictor.open(of, kind)).predict(records, texts);
}

/** What each record's answers are as multiples of the first one's, smallest and largest. */
function ratios({ quantiles, mean }: HeadOutputs, rows: number): { least: number; most: number }[] {
  const all = [quantiles, mean].map((values) => ({ values, width: values.length / rows }));
  return Array.from({ length: rows }, (_, row) => {
    const each = all.flatMap(({ values, width }) =>
      // Zero as a multiple of zero tells nothing.
      [...values.subarray(row * width, (row + 1) * width)].flatMap((value, at) =>
        value === 0 && values[at] === 0 ? [] : value / values[at],
      ),
    );
    return { least: Math.min(...each), most: Math.max(...each) };
  });
}

/** Rows that share a run differ in the last bits. */
function expectSame({ least, most }: { least: number; most: number }): void {
  expect(least).toBeCloseTo(1, 5);
  expect(most).toBeCloseTo(1, 5);
}

test.each(['text_aware', 'numeric_only'] as const)(
  "a known product's price multiplies every answer of the %s head by the change to its latest, to the elasticity",
  async (kind) => {
    const elasticity = model.dataset.response.price.value!;
    expect(elasticity).toBeLessThan(-1);
    const prices = [5, 4, 6, 2.5];
    const found = ratios(
      await forecast(
        prices.map((price) => known(price)),
        kind,
      ),
      prices.length,
    );
    found.forEach(({ least, most }, row) => {
      expect(least).toBeCloseTo((prices[row] / 5) ** elasticity, 3);
      expect(most).toBeCloseTo((prices[row] / 5) ** elasticity, 3);
    });
  },
);

test.each(['text_aware', 'numeric_only'] as const)(
  'the %s head never expects a new product to sell more for more',
  async (kind) => {
    const prices = [0.01, 1, 2, 4, 5, 8, 16, 1000];
    const { mean, quantiles } = await forecast(
      prices.map((price) => launch(price)),
      kind,
    );
    for (const values of [mean, quantiles]) {
      const width = values.length / prices.length;
      values.forEach((value, at) => {
        if (at >= width) expect(value).toBeLessThanOrEqual(values[at - width] * (1 + 1e-5));
      });
    }
  },
);

test('what the price is compared with being unknown, it changes nothing', async () => {
  const unpriced = known(5).history.map((week) => ({ ...week, price: null }));
  const [, dearer, none] = ratios(
    await forecast([5, 9, null].map((price) => known(price, { history: unpriced }))),
    3,
  );
  for (const same of [dearer, none]) expectSame(same);
  const [, without] = ratios(await forecast([launch(null), launch(null)]), 2);
  expectSame(without);
});

test('a shop whose prices never change tells no elasticity, and the price changes nothing', async () => {
  expect(silent.dataset.response.price).toMatchObject({ value: null, changes: 0 });
  const [, cheaper] = ratios(await forecast([known(5), known(3)], 'text_aware', silent), 2);
  expectSame(cheaper);
});

test('the head without numbers knows no price', async () => {
  const [, cheaper] = ratios(await forecast([known(5), known(3)], 'text_only'), 2);
  expectSame(cheaper);
});

test('a deeper promotion never does less, and does more by the effect of its depth', async () => {
  const effect = model.dataset.response.depth.value!;
  const depths = [5, 10, 20, 35, 60];
  for (const product of [known, launch]) {
    const records = depths.map((percent) => product(5, { promoText: `${percent}% off` }));
    ratios(await forecast(records), depths.length).forEach(({ least, most }, row) => {
      const wanted = Math.exp((effect * (depths[row] - depths[0])) / 100);
      expect(least / wanted).toBeCloseTo(1, 3);
      expect(most / wanted).toBeCloseTo(1, 3);
    });
  }
});

test('a price cut that the text names counts once, and what goes beyond it as well', async () => {
  const elasticity = model.dataset.response.price.value!;
  const plans: [number, string | null][] = [
    [5, null],
    [5, '30% off'],
    [4.5, '30% off'],
    [3.5, '30% off'],
    [2, '30% off'],
    [6, '30% off'],
    [1, '5% off'],
    [1, 'zebra quantum'],
  ];
  const found = ratios(
    await forecast(plans.map(([price, promoText]) => known(price, { promoText }))),
    plans.length,
  ).map(({ most }) => most);
  const [, named, partly, cut, deeper, dearer, slight, unlike] = found;
  expect(named).toBeGreaterThan(0.7 ** elasticity);
  expect([partly, cut].map((ratio) => ratio / named)).toEqual(
    [1, 1].map((one) => expect.closeTo(one, 4) as number),
  );
  expect(deeper / named).toBeCloseTo((2 / 3.5) ** elasticity, 2);
  expect(dearer / named).toBeCloseTo((6 / 5) ** elasticity, 3);
  for (const ratio of [slight, unlike]) expect(ratio).toBeGreaterThan(0.9999 * 0.2 ** elasticity);
});

test('a promotion like none seen does nothing, and says how unlike it is', async () => {
  const records = [null, 'percent off', 'zebra quantum'].map((promoText) => known(5, { promoText }));
  const outputs = await forecast(records);
  const [none, seen, unlike] = ratios(outputs, 3);
  expect(seen.least).toBeGreaterThan(1.05);
  expect(Math.abs(unlike.most - none.most)).toBeLessThan(0.25 * (seen.most - none.most));
  expect(outputs.promoSimilarity[1]).toBeCloseTo(1, 2);
  expect(outputs.promoSimilarity[2]).toBeLessThan(model.dataset.knownPromotions!.familiar);
});

test('a history of promoted weeks tells what sells without, but to the head that knows no promotions', async () => {
  const { promotion, depth } = model.dataset.response;
  const [text, lift] = ['30% off', Math.exp(promotion.value! + depth.value! * (0.3 - depth.usual))];
  const plain = known(5).history;
  const lifted = plain.map((week, at) => (at % 2 ? { ...week, units: lift * week.units } : week));
  const promoted = lifted.map((week, at) => (at % 2 ? { ...week, promotion: text } : week));
  const records = [plain, promoted, lifted].map((history) => known(5, { history }));
  const [, same, more] = ratios(await forecast(records), 3);
  expectSame(same);
  expect(more.most).toBeGreaterThan(1.1);
  const [, numeric] = ratios(
    await forecast([known(5, { history: lifted }), known(5, { history: promoted })], 'numeric_only'),
    2,
  );
  expectSame(numeric);
});

test('a shop too small for directions of its descriptions knows its promotions all the same', async () => {
  const few = pricedShop({ elasticity: 0, products: 8, promoted: 6, promotion: Math.log(2) });
  const tiny = await fitDemand(few, texts, { ...brief, kinds: ['text_aware'] });
  const records = [null, '20% off'].map((promoText) => known(5, { promoText }));
  const [, promoted] = ratios(await forecast(records, 'text_aware', tiny), 2);
  expect(promoted.least).toBeGreaterThan(1.5);
});
