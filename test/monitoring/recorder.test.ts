import { mondayOf } from '../../src/common/week';
import { ShelfcastError } from '../../src/contract/errors';
import type { Item } from '../../src/contract/item';
import { Catalog } from '../../src/registry/catalog';
import { openDatabase } from '../../src/registry/database/database';
import { REGISTRY } from '../../src/registry/database/migrations';
import { monitorOf } from '../support/monitor';
import { FIRST, makeShop, type Shop } from './support/shop';

let shop: Shop;
afterEach(async () => {
  await shop.monitor.close();
  shop.database.close();
});

/** Weeks from the first one on, of three products. */
function open(weeks: number, options?: Parameters<typeof makeShop>[0]): Shop {
  shop = makeShop(options);
  for (let week = 0; week < weeks; week++)
    shop.close(FIRST + week, { A: 4 + week, B: 8, C: week === 0 ? 1 : 0 });
  return shop;
}

const recorded = () => shop.forecasts.forecastsAfter('', 100, Infinity);

test('a closed week has every product on sale forecast, beside the mean of four weeks', async () => {
  await open(30).monitor.look();
  const end = FIRST + 30;
  expect(shop.forecasts.recording(end)).toEqual({
    origin: end,
    model: 'm',
    hash: 'c'.repeat(64),
    horizon: 2,
    products: 2,
    upTo: '',
    finished: true,
  });
  const last = recorded().map(
    ({ sku, forecasts }) => [sku, forecasts.find(({ origin }) => origin === end)] as const,
  );
  // C sold nothing for 26 weeks.
  expect(last.flatMap(([sku, made]) => (made ? [sku] : []))).toEqual(['A', 'B']);
  const step = { p10: 2, p50: 4, p90: 9, mean: 5, simple: 31.5 };
  const total = { p10: 4, p50: 8, p90: 18, mean: 10, simple: 63 };
  expect(last[0][1]).toEqual({
    sku: 'A',
    origin: end,
    task: 'KNOWN',
    target: end,
    steps: [step, step, total],
  });
});

test('closings that nobody saw are caught up with where the model has not seen their weeks', async () => {
  await open(30).monitor.look();
  const origins = shop.forecasts.recordings().map(({ origin }) => origin - FIRST);
  // The model was trained until the tenth week; thirteen closings at most are caught up with.
  expect(origins).toEqual([18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  const [a] = recorded();
  expect(a.forecasts[0].steps[0].simple).toBe(4 + (14 + 15 + 16 + 17) / 4);
  const dates = new Set(shop.asked.flat().map(({ date }) => date));
  expect(dates).toEqual(new Set(origins.map((origin) => mondayOf(FIRST + origin))));
});

test('closing the same week again changes nothing', async () => {
  await open(12).monitor.look();
  const before = recorded();
  const asked = shop.asked.length;
  shop.close(FIRST + 11, { A: 15, B: 8 });
  await shop.monitor.look();
  expect(shop.asked).toHaveLength(asked);
  expect(recorded()).toEqual(before);
});

test('a recording that is stopped goes on where it was', async () => {
  const stopped = new Error('stopped');
  let batches = 0;
  open(0, {
    forecast: () => {
      batches++;
      if (batches === 70) throw stopped;
      return { p10: 1, p50: 2, p90: 3, mean: 2 };
    },
  });
  const units = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`P${100 + at}`, 3]));
  for (let week = 0; week < 10; week++) shop.close(FIRST + week, units);
  await shop.monitor.look();
  const half = shop.forecasts.recording(FIRST + 10)!;
  expect(half).toMatchObject({ products: 64, upTo: 'P163', finished: false });
  await shop.monitor.look();
  expect(shop.forecasts.recording(FIRST + 10)).toMatchObject({ products: 100, finished: true });
  expect(recorded()).toHaveLength(100);
  expect(shop.asked.flat().filter(({ sku }) => sku === 'P100')).toHaveLength(1);
});

test('a product that cannot be forecast costs the others nothing', async () => {
  const skipped: string[] = [];
  open(12, {
    forecast: ({ sku }) => {
      if (sku === 'A') throw new ShelfcastError('invalid', 'no', { issues: [] });
      return { p10: 1, p50: 2, p90: 3, mean: 2 };
    },
    onSkipped: (sku) => void skipped.push(sku),
  });
  await shop.monitor.look();
  expect(new Set(skipped)).toEqual(new Set(['A']));
  expect(new Set(recorded().map(({ sku }) => sku))).toEqual(new Set(['B', 'C']));
});

test('launches within the horizon are forecast from their week on, until they sell', async () => {
  open(12);
  // Sold first in the last twelve weeks: what launches of late sold.
  shop.close(FIRST + 12, { A: 1, B: 1, L1: 6 });
  shop.close(FIRST + 13, { A: 1, B: 1, L1: 8 });
  const launch = (sku: string, week: number) => ({
    sku,
    description: 'new',
    price: 3,
    date: mondayOf(FIRST + week),
  });
  shop.plan([launch('n1', 14), launch('N2', 15), launch('N3', 16), launch('N4', 13), launch('L1', 14)]);
  await shop.monitor.look();
  const found = recorded().filter(({ forecasts }) => forecasts.some(({ task }) => task === 'NEW'));
  expect(
    found.map(({ sku, forecasts }) => [sku, forecasts[0].origin - FIRST, forecasts[0].target - FIRST]),
  ).toEqual([
    ['N1', 14, 14],
    ['N2', 14, 15],
  ]);
  expect(found[0].forecasts[0].steps.map(({ simple }) => simple)).toEqual([6, 8, 14]);
});

test('old forecasts are deleted as new ones are recorded, and those of products that leave at once', async () => {
  open(12, { keptWeeks: 4 });
  for (let week = 12; week < 20; week++) {
    shop.close(FIRST + week, { A: 1, B: 1 });
    await shop.monitor.look();
  }
  const kept = [17, 18, 19, 20].map((week) => FIRST + week);
  expect(shop.forecasts.recordings().map(({ origin }) => origin)).toEqual(kept);
  expect(new Set(recorded().flatMap(({ forecasts }) => forecasts.map(({ origin }) => origin)))).toEqual(
    new Set(kept),
  );
  shop.database.prepare("DELETE FROM products WHERE sku = 'A'").run();
  expect(new Set(recorded().map(({ sku }) => sku))).toEqual(new Set(['B', 'C']));
});

test('a product that is deleted while it is forecast leaves no forecast behind', async () => {
  open(12, {
    forecast: ({ sku }) => {
      if (sku === 'B') shop.database.prepare("DELETE FROM products WHERE sku = 'B'").run();
      return { p10: 1, p50: 2, p90: 3, mean: 2 };
    },
  });
  await shop.monitor.look();
  expect(new Set(recorded().map(({ sku }) => sku))).toEqual(new Set(['A', 'C']));
});

test('of two servers on a database one records, and each item counts once', async () => {
  open(0);
  const units = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`P${100 + at}`, 3]));
  for (let week = 0; week < 10; week++) shop.close(FIRST + week, units);
  const others = openDatabase(shop.file, REGISTRY);
  const asked: Item[][] = [];
  const other = monitorOf({
    database: others,
    catalog: new Catalog(others),
    registry: shop.registry,
    service: shop.serviceAsking(asked),
  });
  await Promise.all([shop.monitor.look(), other.look()]);
  expect([...shop.asked, ...asked].flat()).toHaveLength(100);
  await other.look();
  const [counted] = (await other.drift(4)).weeks.filter(({ source }) => source === 'catalog');
  expect(counted.items).toBe(100);
  expect(other.current?.model?.name).toBe('m');
  await other.close();
  others.close();
});
