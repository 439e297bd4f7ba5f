import { dayOf, isoOf } from '../../../src/common/day';
import { weekOf } from '../../../src/common/week';
import { NO_TEXT, NO_TIME } from '../../../src/registry/entries/saleEntries';
import { addSales } from '../../../src/registry/live/addSales';
import { writeSales } from '../../../src/registry/salesWriter';
import { liveShop, sale } from './support';

// Mondays: 5, 12, 19 and 26 January, 2 February 2026.

function file(
  shop: ReturnType<typeof liveShop>,
  first: string,
  last: string,
  days: Record<string, number>,
  sku = 'A',
) {
  const entries = Object.entries(days).map(([day, units]) => ({
    ...{ day: dayOf(day), second: NO_TIME, units, price: NaN, text: NO_TEXT },
  }));
  const spans = [{ first: dayOf(first), last: dayOf(last) }];
  const source = { hash: first, name: 'f.csv', synthetic: false, spans, covers: 'all' as const };
  return writeSales(shop.database, source, [{ sku, description: 'Red mug', entries }]);
}

describe('sales', () => {
  it('count once by their id, and only once their week is whole', () => {
    const shop = liveShop();
    const first = sale('A', '2026-01-05', 3);
    expect(shop.add([first, first])).toEqual({
      ...{ accepted: 1, repeated: 1, refused: [] },
      ...{ completeUntil: null, toldFrom: null },
    });
    expect(shop.add([{ ...first, id: 'other' }, sale('A', '2026-01-06', -1)])).toMatchObject({ accepted: 2 });
    expect(shop.units('A')).toEqual([]);
    expect(shop.complete('2026-01-11')).toEqual({
      completeUntil: '2026-01-11',
      lastWeek: weekOf('2026-01-05'),
      closed: [weekOf('2026-01-05')],
      thin: [],
    });
    expect(shop.units('A')).toEqual([5]);
    expect(shop.catalog.shopWeeks()).toEqual([
      { week: weekOf('2026-01-05'), units: 5, selling: 1, launches: 1, launchUnits: 5 },
    ]);
  });

  it('of a week in which more came back than was sold count as none, until later ones outweigh that', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-05', 3), sale('A', '2026-01-12', 2), sale('A', '2026-01-13', -6)]);
    shop.add([sale('B', '2026-01-12', 1)]);
    shop.complete('2026-01-18');
    expect(shop.units('A')).toEqual([3, 0]);
    shop.add([sale('A', '2026-01-14', 5)]);
    expect(shop.units('A')).toEqual([3, 1]);
  });

  it('are refused alone where their id is that of another sale', () => {
    const shop = liveShop();
    const first = sale('A', '2026-01-05', 3, { id: 'one', price: 2 });
    shop.add([first]);
    const others = [
      { units: 4 },
      { day: dayOf('2026-01-06') },
      { price: null },
      { sku: 'B' },
      { second: 60 },
    ];
    const { refused, accepted } = shop.add([
      ...others.map((other) => ({ ...first, ...other })),
      sale('B', '2026-01-05', 1),
    ]);
    expect(refused.map(({ index, path }) => [index, path])).toEqual(others.map((_, index) => [index, 'id']));
    expect(refused[0].message).toMatch(/known already, of a sale of 3 on 2026-01-05.*negative units/);
    expect(accepted).toBe(1);
    expect(shop.add([{ ...first, units: 9 }], 'another till')).toMatchObject({ accepted: 1, refused: [] });
  });

  it('that come late change their week, the shop and no other product', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-05', 3), sale('B', '2026-01-13', 1), sale('B', '2026-01-20', 2)]);
    shop.complete('2026-01-25');
    expect(shop.units('A')).toEqual([3, 0, 0]);
    shop.add([sale('A', '2026-01-14', 2), sale('B', '2026-01-07', 4), sale('C', '2026-01-06', 5)]);
    expect(['A', 'B', 'C'].map(shop.units)).toEqual([
      [3, 2, 0],
      [4, 1, 2],
      [5, 0, 0],
    ]);
    expect(
      shop.catalog.shopWeeks().map(({ units, selling, launches }) => [units, selling, launches]),
    ).toEqual([
      [12, 3, 3],
      [3, 2, 0],
      [2, 1, 0],
    ]);
  });

  it('go on where files ended, and what lies between them for long stays unknown', () => {
    const shop = liveShop();
    file(shop, '2026-01-05', '2026-01-08', { '2026-01-06': 2 });
    shop.add([sale('A', '2026-01-10', 3), sale('A', '2026-01-12', 4)]);
    shop.complete('2026-01-18');
    expect(shop.units('A')).toEqual([5, 4]);
    const later = liveShop();
    file(later, '2026-01-05', '2026-01-11', { '2026-01-06': 2 });
    later.add([sale('B', '2026-01-26', 3)]);
    later.complete('2026-02-08');
    expect(later.units('A')).toEqual([2, NaN, NaN, 0, 0]);
    expect(later.units('B')).toEqual([3, 0]);
  });

  it('are the same sales as those of a file that tells more of them', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-06', 2), sale('A', '2026-01-06', 2), sale('A', '2026-01-07', 1)]);
    const timed = {
      ...{ second: 36_000, units: 2, price: 4, text: '["Red mug","",null]' },
      day: dayOf('2026-01-06'),
    };
    const spans = [{ first: dayOf('2026-01-05'), last: dayOf('2026-01-11') }];
    writeSales(shop.database, { hash: 'h', name: 'f', synthetic: false, spans, covers: 'all' }, [
      { sku: 'A', entries: [timed, { ...timed, second: 40_000 }, { ...timed, second: 50_000 }] },
    ]);
    expect(shop.units('A')).toEqual([7]);
  });

  it('of a code that nothing is told of make a product, whose words may come later', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-05', 3)]);
    expect(shop.catalog.product('A')).toMatchObject({ description: '' });
    expect(shop.put([{ sku: 'A', description: 'Red mug' }])).toEqual({ added: 0, changed: 1 });
    shop.complete('2026-01-11');
    expect(shop.units('A')).toEqual([3]);
  });
});

describe('totals of weeks', () => {
  it('are set, and set again', () => {
    const shop = liveShop();
    expect(
      shop.set({ sku: 'A', monday: '2026-01-05', units: 7, price: 2, promoText: '2 for 1' }),
    ).toMatchObject({
      accepted: 1,
      repeated: 0,
    });
    shop.complete('2026-01-18');
    expect(shop.units('A')).toEqual([7, 0]);
    expect(shop.catalog.promoText('A', weekOf('2026-01-05'))).toBe('2 for 1');
    const again = { sku: 'A', monday: '2026-01-12', units: 4 };
    expect(shop.set({ sku: 'A', monday: '2026-01-05', units: 8 }, again, again)).toMatchObject({
      ...{ accepted: 2, repeated: 1 },
    });
    expect(shop.units('A')).toEqual([8, 4]);
    expect(shop.catalog.promoText('A', weekOf('2026-01-05'))).toBeNull();
    expect(shop.catalog.shopWeeks().map(({ units }) => units)).toEqual([8, 4]);
  });

  it('and single sales of a week do not mix: what comes later is refused', () => {
    const shop = liveShop();
    shop.set({ sku: 'A', monday: '2026-01-05', units: 7 });
    const { refused } = shop.add([
      sale('A', '2026-01-11', 1),
      sale('A', '2026-01-12', 1),
      sale('B', '2026-01-06', 2),
    ]);
    expect(refused).toEqual([
      {
        index: 0,
        path: 'date',
        message: expect.stringMatching(/'A' has a total for the week of 2026-01-05/),
      },
    ]);
    expect(
      shop.set({ sku: 'A', monday: '2026-01-12', units: 9 }, { sku: 'A', monday: '2026-01-19', units: 1 })
        .refused,
    ).toEqual([
      {
        index: 0,
        path: 'week',
        message: expect.stringMatching(/'A' has single sales in the week of 2026-01-12/),
      },
    ]);
    expect(() => file(shop, '2026-01-05', '2026-01-11', { '2026-01-06': 2 })).toThrow(/cannot both count/);
  });

  it('of a file do not mix with sales that came in', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-06', 2)]);
    const source = {
      ...{ hash: 'h', name: 'f', synthetic: false, covers: 'all' as const },
      spans: [{ first: dayOf('2026-01-05'), last: dayOf('2026-01-11') }],
    };
    const total = { day: dayOf('2026-01-05'), second: -2, units: 5, price: NaN, text: NO_TEXT };
    expect(() => writeSales(shop.database, source, [{ sku: 'A', entries: [total] }])).toThrow(
      /cannot both count/,
    );
  });
});

describe('weeks', () => {
  it.each([
    ['2026-01-04', /lies before all sales: what was sent begins on 2026-01-05/],
    ['2027-01-04', /more than half a year after what was sent, the last of it on 2026-01-05/],
  ])('are not complete up to %s', (until, message) => {
    const shop = liveShop();
    expect(() => shop.complete('2026-01-11')).toThrow(/none has been sent yet/);
    shop.add([sale('A', '2026-01-05', 3)]);
    expect(() => shop.complete(until)).toThrow(message);
  });

  it('that were told to be whole stay so, and a week begun is not', () => {
    const shop = liveShop();
    shop.add([sale('A', '2026-01-05', 3)]);
    expect(shop.complete('2026-01-14')).toMatchObject({
      completeUntil: '2026-01-14',
      closed: [weekOf('2026-01-05')],
    });
    expect(shop.complete('2026-01-11')).toMatchObject({ completeUntil: '2026-01-14', closed: [] });
    expect(shop.units('A')).toEqual([3]);
    expect(shop.complete('2026-01-25').closed).toHaveLength(2);
    expect(shop.units('A')).toEqual([3, 0, 0]);
  });

  it('of a single sale in another year count for nothing', () => {
    const shop = liveShop();
    shop.add([sale('A', '2025-01-07', 1), sale('A', '2026-01-05', 3)]);
    shop.complete('2026-01-11');
    expect(shop.units('A')).toEqual([3]);
  });
});

test('a week of a shop that is closed on Sundays is whole with its Saturday, as in a file; a sale on the Sunday still counts', () => {
  const shop = liveShop();
  const monday = dayOf('2026-01-05');
  const days = Array.from({ length: 69 }, (_, at) => monday + at).filter((day) => (day - monday) % 7 < 6);
  shop.add(days.map((day) => sale('A', isoOf(day), 1)));
  expect(shop.complete('2026-03-13')).toMatchObject({ lastWeek: weekOf('2026-03-02') });
  expect(shop.complete('2026-03-14')).toMatchObject({
    ...{ lastWeek: weekOf('2026-03-09'), closed: [weekOf('2026-03-09')] },
    completeUntil: '2026-03-15',
  });
  shop.add([sale('A', '2026-03-15', 4)]);
  expect(shop.units('A')).toEqual([...Array<number>(9).fill(6), 10]);
});

describe('a wrong year', () => {
  const far =
    /1990-01-0., more than two years before all .* begins on 2025-06-02: look for a wrong year; older sales come in by a file/;

  it('is refused by its path, of sales and of totals, and adds no product', () => {
    const shop = liveShop();
    shop.add([sale('A', '2025-06-02', 1)]);
    const size = shop.catalog.size;
    const total = shop.set({ sku: 'C', monday: '1990-01-01', units: 4 });
    expect(total).toMatchObject({ accepted: 0, refused: [{ index: 0, path: 'week' }] });
    expect(total.refused[0].message).toMatch(far);
    const wrong = shop.add([sale('B', '1990-01-01', 1), sale('A', '2023-06-05', 1)]);
    expect(wrong).toMatchObject({ accepted: 1, refused: [{ index: 0, path: 'date' }] });
    expect(wrong.refused[0].message).toMatch(far);
    expect(shop.catalog.size).toBe(size);
  });

  it('counts against the days of files too', () => {
    const shop = liveShop();
    file(shop, '2025-06-02', '2025-06-29', { '2025-06-02': 1 });
    expect(shop.add([sale('A', '1990-01-02', 1)]).refused[0].message).toMatch(far);
  });

  it('is none in an empty shop, nor among the sales of one request', () => {
    const shop = liveShop();
    const first = shop.add([sale('A', '2025-06-02', 1), sale('A', '2015-06-02', 1)]);
    expect(first).toMatchObject({ accepted: 2, toldFrom: null });
    const request = { source: '', toldFrom: null };
    const more = addSales(shop.database)({ ...request, sales: [sale('B', '2005-06-02', 1)] });
    expect(more).toMatchObject({ accepted: 1, toldFrom: null });
    expect(shop.add([sale('B', '2002-06-02', 1)])).toMatchObject({
      accepted: 0,
      refused: [{ path: 'date' }],
    });
  });

  it('of files is left to them', () => {
    const shop = liveShop();
    shop.add([sale('A', '2025-06-02', 1)]);
    file(shop, '2015-06-01', '2015-06-28', { '2015-06-02': 1 });
    expect(shop.add([sale('A', '2015-05-04', 1)])).toMatchObject({ accepted: 1, refused: [] });
  });
});

describe('a product', () => {
  it('says its price until a sale without a promotion has one', () => {
    const shop = liveShop();
    const priceOf = () => shop.database.prepare('SELECT price FROM products').pluck().get();
    shop.put([{ sku: 'A', description: 'Red mug', price: 4, features: { colour: 'red' } }]);
    shop.add([sale('A', '2026-01-05', 1)]);
    shop.put([{ sku: 'A', description: 'Red mug, tall' }]);
    expect(priceOf()).toBe(4);
    shop.set({ sku: 'A', monday: '2026-01-12', units: 3, price: 3, promoText: '25% off' });
    expect(priceOf()).toBe(4);
    shop.add([sale('A', '2026-01-05', 1, { price: 3, promoText: '25% off' })]);
    expect(priceOf()).toBe(4);
    shop.add([sale('A', '2026-01-05', 1, { price: 5 })]);
    expect(priceOf()).toBeNull();
  });

  it('has the promotion in a week that most of its single sales with one tell', () => {
    const shop = liveShop();
    const promoted = sale('A', '2026-01-05', 4, { id: 'one', promoText: '2 for 1' });
    const others = ['Flyer', '2 for 1', null].map((promoText) => sale('A', '2026-01-06', 1, { promoText }));
    shop.add([promoted, ...others, sale('A', '2026-01-12', 1)]);
    shop.complete('2026-01-18');
    expect(shop.catalog.history('A', Infinity).map(({ promotion }) => promotion)).toEqual([
      '2 for 1',
      undefined,
    ]);
    expect(shop.add([promoted])).toMatchObject({ repeated: 1, refused: [] });
    const other = shop.add([{ ...promoted, promoText: 'Flyer' }]);
    expect(other).toMatchObject({ accepted: 0, repeated: 0, refused: [{ path: 'id' }] });
  });

  it('that is removed takes its sales out of the shop', () => {
    const shop = liveShop();
    shop.put([{ sku: 'B', description: 'Blue jug' }]);
    shop.add([sale('A', '2026-01-05', 3), sale('B', '2026-01-06', 4), sale('B', '2026-01-12', 1)]);
    shop.complete('2026-01-11');
    expect(shop.catalog.texts('B')).toEqual(['Blue jug']);
    expect(shop.remove('B')).toBe(true);
    expect(shop.remove('B')).toBe(false);
    shop.complete('2026-01-18');
    expect([shop.units('A'), shop.units('B'), shop.catalog.size]).toEqual([[3, 0], [], 1]);
    expect(shop.catalog.shopWeeks().map(({ units, launches }) => [units, launches])).toEqual([
      [3, 1],
      [0, 0],
    ]);
  });
});
