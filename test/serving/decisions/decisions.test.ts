import { mondayOf } from '../../../src/common/week';
import { embedAndPredictRequest } from '../../../src/contract/forecastRequests';
import type { Range } from '../../../src/contract/forecastAnswers';
import {
  assortmentRequest,
  assortmentResponse,
  type Order,
  ordersRequest,
  ordersResponse,
} from '../../../src/contract/orders';
import { writeCatalog } from '../../../src/registry/catalogWriter';
import { call, startTinyService, type TinyService } from '../../support/serving';
import { TINY_HORIZON, TINY_LAST_WEEK } from '../../support/tinyModel';

let tiny: TinyService;
beforeAll(async () => {
  tiny = await startTinyService();
  const product = (sku: string, last: number, units: number, colour: string | null) => ({
    sku,
    description: `${sku.toLowerCase()} mug`,
    sales: [3, 2, 1, 0]
      .map((ago) => ({ week: last - ago, units, price: 8, promoText: null, extras: { colour } }))
      .filter(({ week }) => week <= TINY_LAST_WEEK),
  });
  writeCatalog(
    tiny.database,
    {
      hash: '0',
      name: 'sales.csv',
      synthetic: false,
      firstWeek: TINY_LAST_WEEK - 60,
      lastWeek: TINY_LAST_WEEK,
    },
    [
      product('RED', TINY_LAST_WEEK, 5, 'red'),
      product('BLUE', TINY_LAST_WEEK, 30, 'blue'),
      product('PLAIN', TINY_LAST_WEEK, 7, null),
      product('GONE', TINY_LAST_WEEK - 40, 9, 'red'),
    ],
  );
});
afterAll(async () => {
  await tiny.service.close();
  tiny.database.close();
});

const orders = async (...items: object[]) =>
  (await tiny.service.orders(ordersRequest.parse({ items }), call())).items;
const forecast = async (...items: object[]) =>
  (await tiny.service.embedAndPredict(embedAndPredictRequest.parse({ items }), call())).items;
const assortment = (request: object = {}) =>
  tiny.service.assortment(assortmentRequest.parse(request), call());
const quantilesOf = ({ demand: { p10, p50, p90 } }: Order) => [p10, p50, p90];
const red = { sku: 'RED', description: 'red mug' };

describe('orders', () => {
  test('demand of one week is its forecast, of the whole horizon the total', async () => {
    const [forecasted] = await forecast(red);
    const [first, all] = await orders(
      { ...red, lead_weeks: 0 },
      { ...red, lead_weeks: TINY_HORIZON - 1, review_weeks: 1 },
    );
    const { week } = forecasted.forecast[0];
    const quantiles = ({ p10, p50, p90 }: Range) => [p10, p50, p90].map((units) => expect.closeTo(units, 3));
    expect(quantilesOf(first)).toEqual(quantiles(forecasted.forecast[0]));
    expect(first.weeks).toEqual({ first: week, last: week, count: 1 });
    expect(quantilesOf(all)).toEqual(quantiles(forecasted.total));
    expect(all.weeks).toMatchObject({
      last: forecasted.forecast[TINY_HORIZON - 1].week,
      count: TINY_HORIZON,
    });
  });

  test('the mean of a new product is its forecast, and sold and short add up to it', async () => {
    const launch = { description: 'green mug', price: 6 };
    const [{ total }] = await forecast(launch);
    const [{ demand, expected, cold_start }] = await orders({ ...launch, lead_weeks: TINY_HORIZON - 1 });
    expect(cold_start).toBe(true);
    expect(demand).toEqual({ p10: total.p10, p50: total.p50, p90: total.p90, mean: total.mean });
    expect(expected.sold + expected.short).toBeCloseTo(total.mean, 3);
  });

  test('the answer is what the API document says, with a distribution that rises to all of it', async () => {
    const answer = await tiny.service.orders(
      ordersRequest.parse({ items: [{ ...red, lead_weeks: 1, unit_cost: 3, salvage: 1 }] }),
      call(),
    );
    expect(ordersResponse.parse(answer)).toEqual(answer);
    const [{ distribution, basis, service_asked, expected, sentence }] = answer.items;
    expect(basis).toBe('margin');
    // The price is the catalog's.
    expect(service_asked).toBeCloseTo(5 / 7, 3);
    expect(expected.margin).not.toBeNull();
    expect(sentence).toMatch(/^Order \d+/);
    for (const [at, { units, at_most }] of distribution.entries()) {
      if (at === 0) continue;
      expect(units).toBeGreaterThan(distribution[at - 1].units);
      expect(at_most).toBeGreaterThanOrEqual(distribution[at - 1].at_most);
    }
    expect(distribution.at(-1)!.at_most).toBeGreaterThan(0.99);
    expect(distribution.length).toBeLessThan(60);
  });

  test('more service takes no smaller order, and says a higher probability', async () => {
    const levels = [0.3, 0.5, 0.8, 0.9, 0.95, 0.99];
    const decided = await orders(
      ...levels.map((service_level) => ({ ...red, lead_weeks: 1, service_level })),
    );
    decided.forEach((order, at) => {
      expect(order.service).toBeGreaterThanOrEqual(levels[at] - 1e-4);
      if (at > 0) expect(order.quantity).toBeGreaterThanOrEqual(decided[at - 1].quantity);
    });
  });

  test('what cannot be decided on is named by path, and nothing is computed', async () => {
    const request = orders(
      { ...red, lead_weeks: 1 },
      { ...red, lead_weeks: TINY_HORIZON },
      { ...red, lead_weeks: 0, review_weeks: 0 },
      { ...red, lead_weeks: 1, unit_cost: 2, salvage: 2 },
    );
    await expect(request).rejects.toMatchObject({
      code: 'invalid',
      options: {
        issues: [
          { path: 'items[1].lead_weeks', message: expect.stringContaining(`--horizon ${TINY_HORIZON + 1}`) },
          { path: 'items[2].review_weeks' },
          { path: 'items[3].salvage' },
        ],
      },
    });
  });
});

describe('an assortment', () => {
  test('without items it is every product of the catalog that sold of late', async () => {
    const answer = await assortment();
    expect(assortmentResponse.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ products: 3, priced: 3 });
    const products = await forecast(
      ...['RED', 'BLUE', 'PLAIN'].map((sku) => ({ sku, description: `${sku.toLowerCase()} mug` })),
    );
    const sum = products.reduce((total, product) => total + product.total.mean, 0);
    expect(answer.total.mean).toBeCloseTo(sum, 2);
    expect(answer.revenue!.mean).toBeCloseTo(8 * sum, 1);
    expect(answer.weeks.map(({ week }) => week)).toEqual(
      Array.from({ length: TINY_HORIZON }, (_, at) => mondayOf(TINY_LAST_WEEK + 1 + at)),
    );
  });

  test('its range is wider than if errors were apart and narrower than the sum of ranges', async () => {
    const items = Array.from({ length: 40 }, (_, at) => ({ description: `mug ${at}`, lags: [5, 4, 6] }));
    const { total } = await assortment({ items });
    const products = await forecast(...items);
    const width = products.reduce((all, product) => all + product.total.p90 - product.total.p10, 0);
    expect(total.p90 - total.p10).toBeLessThan(0.9 * width);
    expect(total.p90 - total.p10).toBeGreaterThan((1.5 * width) / Math.sqrt(items.length));
  });

  test('by category its levels add up to it', async () => {
    const { total, categories } = await assortment({ by: 'colour' });
    expect(new Set(categories!.map(({ level, products }) => `${level} ${products}`))).toEqual(
      new Set(['blue 1', 'red 1', 'null 1']),
    );
    const sum = categories!.reduce((all, one) => all + one.total.mean, 0);
    expect(sum).toBeCloseTo(total.mean, 2);
  });

  test('spellings of a level count together', async () => {
    const items = ['red', ' RED', 'Pink'].map((colour) => ({ description: 'mug', features: { colour } }));
    const { categories } = await assortment({ items, by: 'colour' });
    expect(new Set(categories!.map(({ level, products }) => `${level} ${products}`))).toEqual(
      new Set(['red 2', 'Pink 1']),
    );
  });

  test('products without a price are counted out of the revenue; where none has one it is unknown', async () => {
    const unpriced = { description: 'new mug' };
    expect(await assortment({ items: [unpriced] })).toMatchObject({ products: 1, priced: 0, revenue: null });
    const both = await assortment({ items: [unpriced, { description: 'new mug', price: 4 }] });
    expect(both).toMatchObject({ products: 2, priced: 1 });
    expect(both.sentence).toContain('from the 1 with a price');
  });

  test('products of different weeks have a total and no weeks', async () => {
    const items = ['2026-03-16', '2026-06-01'].map((date) => ({ description: 'mug', date }));
    expect(await assortment({ items })).toMatchObject({ products: 2, weeks: [] });
  });

  test('a column that is none of categories is named, and so is a bad item by its place', async () => {
    await expect(assortment({ by: 'weight' })).rejects.toMatchObject({
      options: { issues: [{ path: 'by', message: expect.stringContaining('colour') }] },
    });
    const items = Array.from({ length: 300 }, () => ({ description: 'mug' }) as object);
    items[299] = { description: 'mug', features: { size: 1 } };
    await expect(assortment({ items })).rejects.toMatchObject({
      options: { issues: [{ path: 'items[299].features.size' }] },
    });
  });
});
