import { Random } from '../../src/common/random';
import { NEIGHBOUR_COLUMNS, SEASON_COLUMNS } from '../../src/shop/neighbours/neighbourStatistics';
import { Shop } from '../../src/shop/shop';
import { packSnapshot, snapshotEntries, unpackSnapshot } from '../../src/shop/snapshot';
import { VectorIndex } from '../../src/shop/vectors/vectorIndex';
import { WeeklySales } from '../../src/shop/sales/weeklySales';

const [DIMENSION, FIRST_WEEK, END, PRODUCTS] = [8, 2000, 2060, 20];
const random = new Random(1);
const vectors = Array.from({ length: PRODUCTS }, () =>
  Float32Array.from({ length: DIMENSION }, () => random.uniform()),
);

function shop(): Shop {
  const index = new VectorIndex(DIMENSION);
  const sales = new WeeklySales(FIRST_WEEK, END);
  vectors.forEach((vector, row) => {
    index.set(row, vector);
    for (let week = FIRST_WEEK + row * 2; week < END; week++)
      sales.set(row, week, week % 5 === 1 ? NaN : (week + row) % 7, 1 + row);
  });
  const products = vectors.map((_, row) => ({ sku: `P${row}`, description: `red box number ${row}` }));
  return Shop.of({ products, sales, vectors: index });
}

const whole = shop();
const bytes = packSnapshot(whole);
const entries = snapshotEntries(whole);

it('tells the same of neighbours as the shop that it is of', () => {
  const kept = unpackSnapshot(bytes, entries);
  for (const vector of vectors.slice(0, 5)) {
    const asked = [whole, kept].map((one) =>
      one.statistics(one.like({ vector, text: 'red box' }), { price: 4, own: -1 }, END),
    );
    NEIGHBOUR_COLUMNS.slice(0, -2 * SEASON_COLUMNS.length).forEach((name, column) =>
      expect([name, asked[1][column]]).toEqual([name, expect.closeTo(asked[0][column], 4)]),
    );
  }
  expect(kept.analog(3)).toEqual(whole.analog(3));
});

it('tells the season of a shop that has one as the shop does', () => {
  const [weeks, high] = [100, 44];
  const end = FIRST_WEEK + weeks;
  const index = new VectorIndex(DIMENSION);
  const sales = new WeeklySales(FIRST_WEEK, end);
  vectors.forEach((vector, row) => {
    index.set(row, vector);
    for (let week = 10 + row; week < weeks; week++)
      sales.set(row, FIRST_WEEK + week, (week % 52 >= high ? 8 : 2) + (row % 3), 1 + row);
  });
  const products = vectors.map((_, row) => ({ sku: `P${row}`, description: `red box number ${row}` }));
  const seasonal = Shop.of({ products, sales, vectors: index });
  const kept = unpackSnapshot(packSnapshot(seasonal), snapshotEntries(seasonal));
  const query = { vector: vectors[0], text: 'red box' };
  for (const target of [end, end + high]) {
    const [told, again] = [seasonal, kept].map((one) => [
      ...one.statistics(one.like(query), { price: 4, own: -1, season: { weeks: 4, each: true } }, target),
    ]);
    expect(again).toEqual(told.map((value) => (Number.isNaN(value) ? NaN : expect.closeTo(value, 4))));
  }
  const level = (target: number) => kept.statistics(kept.like(query), { price: 4, own: -1 }, target)[0];
  expect(Math.abs(level(end + high) - level(end))).toBeGreaterThan(0.3);
});

it('is read wherever its bytes lie', () => {
  const within = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
  expect(unpackSnapshot(within, entries).size).toBe(PRODUCTS);
});

/** The same whose heads were told these columns. */
function toldOf(columns: readonly string[]): Uint8Array {
  const line = bytes.indexOf('\n'.charCodeAt(0));
  const header = { ...JSON.parse(Buffer.from(bytes.subarray(0, line)).toString()), columns };
  return Buffer.concat([Buffer.from(JSON.stringify(header)), bytes.subarray(line)]);
}

it('serves heads of an earlier version, which were told less; not those that were told other things', () => {
  expect(unpackSnapshot(toldOf(NEIGHBOUR_COLUMNS.slice(0, -4)), entries).size).toBe(PRODUCTS);
  expect(() => unpackSnapshot(toldOf(NEIGHBOUR_COLUMNS.slice(1)), entries)).toThrow('told other things');
});

it('is refused where it is cut off, or of other products', () => {
  expect(() => unpackSnapshot(bytes.subarray(0, bytes.length - 1), entries)).toThrow('cut off');
  expect(() => unpackSnapshot(bytes, entries.slice(1))).toThrow('holds 20 products, not 19');
  expect(() => unpackSnapshot(Buffer.from('nothing of the kind'), entries)).toThrow();
});
