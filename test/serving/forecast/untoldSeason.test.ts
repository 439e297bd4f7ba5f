import { mondayOf } from '../../../src/common/week';
import type { Manifest } from '../../../src/contract/manifest';
import { Neighbours } from '../../../src/serving/forecast/neighbours';
import { untoldSeason } from '../../../src/serving/forecast/untoldSeason';
import { WeeklySales } from '../../../src/shop/sales/weeklySales';
import { Shop } from '../../../src/shop/shop';
import { packSnapshot, snapshotEntries, unpackSnapshot } from '../../../src/shop/snapshot';
import { VectorIndex } from '../../../src/shop/vectors/vectorIndex';

const [FIRST, PRODUCTS, HORIZON] = [2800, 12, 4];

/** Sells four times as much in weeks 8 to 11 of each year. */
function shop(weeks: number): Shop {
  const sales = new WeeklySales(FIRST, FIRST + weeks);
  const vectors = new VectorIndex(2);
  const products = Array.from({ length: PRODUCTS }, (_, row) => {
    vectors.set(row, Float32Array.of(1, row / 10));
    for (let at = 0; at < weeks; at++) {
      const high = at % 52 >= 8 && at % 52 < 12;
      sales.set(row, FIRST + at, (high ? 12 : 3) + (row % 3), 2);
    }
    return { sku: `P${row}`, description: `box number ${row}` };
  });
  return Shop.of({ products, sales, vectors });
}

function told(weeks: number, ahead: number, of = shop(weeks)): number | null {
  const origin = FIRST + weeks + ahead;
  const record = { sku: 'P1', description: '', price: 2, origin, season: undefined, lift: null };
  const data = { first_week: mondayOf(FIRST), last_week: mondayOf(FIRST + weeks - 1) };
  const manifest = { data, horizon: HORIZON } as Manifest;
  return untoldSeason(manifest, Neighbours.find(of, record, undefined));
}

test('a season of a year ago is told of where the model does not know it', () => {
  expect(told(60, 0)).toBeGreaterThan(2);
  expect(told(64, 0)).toBeLessThan(1 / 1.5);
  expect(told(70, 2)).toBeNull();
  expect(told(59, 1)).toBeNull();
  expect(told(112, 0)).toBeNull();
});

test("a model's own snapshot tells of it as its shop does", () => {
  const whole = shop(60);
  const kept = unpackSnapshot(packSnapshot(whole), snapshotEntries(whole));
  expect(told(60, 0, kept)).toBeCloseTo(told(60, 0, whole)!, 4);
});
