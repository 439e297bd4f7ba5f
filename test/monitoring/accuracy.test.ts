import { mondayOf, weekOf } from '../../src/common/week';
import type { Manifest } from '../../src/contract/manifest';
import { pointMetrics } from '../../src/evaluation/metrics/point';
import { quantileMetrics } from '../../src/evaluation/metrics/quantiles';
import { ForecastStore } from '../../src/registry/forecasts/forecastStore';
import { FIRST, makeShop, type Shop } from './support/shop';
import { runCli } from '../support/runCli';

let shop: Shop;
afterEach(async () => {
  await shop.monitor.close();
  shop.database.close();
});

const SKUS = Array.from({ length: 25 }, (_, at) => `P${10 + at}`);
/** Sales that differ by product and week, from no seed. */
const sold = (at: number, week: number) => 1 + ((at * 7 + week * 5) % 11);
const units = (week: number) => Object.fromEntries(SKUS.map((sku, at) => [sku, sold(at, week)]));

/** Forecasts of each product are its number's. */
const forecast = ({ sku }: { sku?: string }) => {
  const p50 = Number(sku!.slice(1)) % 9;
  return { p10: p50 / 2, p50, p90: p50 * 1.5, mean: p50 };
};

async function closeWeeks(from: number, to: number): Promise<void> {
  for (let week = from; week < to; week++) {
    shop.close(FIRST + week, units(week));
    // The weeks that the model was trained on close before the server starts.
    if (week >= 9) await shop.monitor.look();
  }
}

/** What was forecast for the weeks from one to another, from origins of which the first is 10. */
function pairs(from: number, to: number) {
  const found = {
    actual: [] as number[],
    p10: [] as number[],
    p50: [] as number[],
    p90: [] as number[],
    mean4: [] as number[],
  };
  for (let origin = 10; origin < to; origin++)
    for (const h of [0, 1])
      SKUS.forEach((sku, at) => {
        if (origin + h < from || origin + h >= to) return;
        const { p10, p50, p90 } = forecast({ sku });
        found.actual.push(sold(at, origin + h));
        found.p10.push(p10);
        found.p50.push(p50);
        found.p90.push(p90);
        found.mean4.push([1, 2, 3, 4].reduce((sum, back) => sum + sold(at, origin - back) / 4, 0));
      });
  return found;
}

test('figures are those of the backtest over the same forecasts', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 16);
  const answer = await shop.monitor.accuracy(4);
  expect([answer.first_week, answer.last_week]).toEqual([mondayOf(FIRST + 12), mondayOf(FIRST + 15)]);
  const { actual, mean4, ...ranges } = pairs(12, 16);
  const [known] = answer.groups;
  expect(known).toMatchObject({ task: 'KNOWN', products: 25, forecasts: actual.length });
  const point = pointMetrics(actual, ranges.p50);
  expect(known.model.wape).toBeCloseTo(point.wape!, 10);
  expect(known.model.bias).toBeCloseTo(point.bias!, 10);
  expect(known.model.coverage).toBeCloseTo(quantileMetrics(actual, ranges).coverage_rounded, 10);
  const simple = pointMetrics(actual, mean4);
  expect(known.simple).toMatchObject({ method: 'mean of 4 weeks', coverage: null });
  expect(known.simple.wape).toBeCloseTo(simple.wape!, 6);
  expect(known.difference!.difference).toBeCloseTo(point.wape! - simple.wape!, 6);
  const byWeek = pairs(15, 16);
  expect(answer.weeks.at(-1)!.model.wape).toBeCloseTo(pointMetrics(byWeek.actual, byWeek.p50).wape!, 10);
  const worst = SKUS.map((sku, at) => {
    const own = Array.from({ length: 8 }, (_, i) =>
      Math.abs(sold(at, 12 + (i >> 1)) - forecast({ sku }).p50),
    );
    return own.reduce((sum, error) => sum + error, 0);
  });
  expect(answer.most_wrong[0].error).toBeCloseTo(Math.max(...worst), 10);
  expect(answer.most_wrong).toHaveLength(20);
});

test('what was sold in an open week, or is not known, is no actual', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 11);
  const answer = await shop.monitor.accuracy(13);
  // Only the week after the training has closed since it was forecast.
  expect(answer.groups[0].forecasts).toBe(25);
  const product = shop.monitor.productAccuracy('P10')!;
  expect(product.forecasts.map(({ made_for, weeks }) => [made_for, weeks.map((week) => week.units)])).toEqual(
    [
      [mondayOf(FIRST + 10), [sold(0, 10), null]],
      [mondayOf(FIRST + 11), [null, null]],
    ],
  );
  expect(shop.monitor.productAccuracy('NONE')).toBeNull();
});

test.each([4, 5])('the difference of %i products has an interval from five on', async (products) => {
  shop = makeShop({ forecast });
  for (let week = 0; week < 12; week++) {
    shop.close(FIRST + week, Object.fromEntries(Object.entries(units(week)).slice(0, products)));
    if (week > 8) await shop.monitor.look();
  }
  const [group] = (await shop.monitor.accuracy(1)).groups;
  expect(group.products).toBe(products);
  expect(group.difference?.products ?? null).toBe(products < 5 ? null : products);
});

test('a question about one week is answered with figures of that week', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 14);
  const { first_week, weeks, groups } = await shop.monitor.accuracy(1);
  expect(weeks.map(({ week }) => week)).toEqual([first_week]);
  expect(groups[0].units).toBe(2 * Object.values(units(13)).reduce((sum, sold) => sum + sold, 0));
});

test('a launch counts as new from its first sale on', async () => {
  shop = makeShop({ forecast: ({ sku }) => forecast({ sku: sku === 'NEW' ? 'P13' : sku }) });
  await closeWeeks(0, 11);
  shop.plan([{ sku: 'NEW', description: 'a new one', price: 2, date: mondayOf(FIRST + 12) }]);
  await closeWeeks(11, 12);
  shop.close(FIRST + 12, units(12));
  await shop.monitor.look();
  expect((await shop.monitor.accuracy(13)).groups.map(({ task }) => task)).toEqual(['KNOWN']);
  shop.close(FIRST + 13, { ...units(13), NEW: 7 });
  await shop.monitor.look();
  const [group] = (await shop.monitor.accuracy(13)).groups;
  expect(group).toMatchObject({ task: 'NEW', products: 1, forecasts: 1, units: 7 });
  // Nothing was launched of late, so that the simple method has nothing to say.
  expect(group.model.wape).toBeCloseTo(3 / 7, 10);
  expect(group.simple.wape).toBeNull();
});

test('the command tells what the server tells, and one product by itself', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 14);
  const answer = await shop.monitor.accuracy(4);
  const { status, out } = await runCli('accuracy', '--db', shop.file, '--weeks', '4', '--json');
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(answer)));
  const text = await runCli('accuracy', 'p10', '--db', shop.file);
  expect(text.out).toContain(
    `Made for ${mondayOf(FIRST + 11)}: week of ${mondayOf(FIRST + 11)} 1.0 (0.5 to 1.5), sold ${sold(0, 11)}`,
  );
  const none = await runCli('accuracy', 'NONE', '--db', shop.file);
  expect(none).toMatchObject({
    status: 1,
    err: 'shelfcast: the catalog has no product NONE, and nothing was forecast of it\n',
  });
});

test('every model is named whose forecasts are compared, with its weeks', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 14);
  expect((await shop.monitor.accuracy(3)).models).toEqual([{ name: 'm', weeks: 3 }]);
  // Origins 10 to 12 forecast weeks 11 to 13, two each.
  shop.database.prepare("UPDATE recordings SET model = 'before' WHERE origin < ?").run(FIRST + 13);
  const { out } = await runCli('accuracy', '--db', shop.file, '--weeks', '3', '--json');
  expect(JSON.parse(out)).toMatchObject({
    models: [
      { name: 'm', weeks: 1 },
      { name: 'before', weeks: 3 },
    ],
  });
});

test('before anything has closed the state is unknown, and says why', async () => {
  shop = makeShop({ forecast });
  await shop.monitor.look();
  const answer = await shop.monitor.accuracy(13);
  expect(answer).toMatchObject({ model: null, groups: [], weeks: [], monitoring: { state: 'unknown' } });
  expect(answer.missing).toEqual([
    'No forecasts are recorded yet: the server records them when weeks close.',
  ]);
  expect(weekOf('2026-01-05')).toBe(FIRST);
});

test('a product that is deleted is named in no answer', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 14);
  const [worst] = (await shop.monitor.accuracy(4)).most_wrong;
  shop.database.prepare('DELETE FROM products WHERE sku = ?').run(worst.sku);
  await shop.monitor.look();
  expect(JSON.stringify(await shop.monitor.accuracy(4))).not.toContain(worst.sku);
  expect(shop.monitor.productAccuracy(worst.sku)).toBeNull();
});

test('each window of weeks is worked out once a closing, and no two at a time', async () => {
  shop = makeShop({ forecast });
  await closeWeeks(0, 14);
  let [atOnce, most, pages] = [0, 0, 0];
  const real = Object.getOwnPropertyDescriptor(ForecastStore.prototype, 'forecastsAfter')!
    .value as ForecastStore['forecastsAfter'];
  const spy = jest.spyOn(ForecastStore.prototype, 'forecastsAfter').mockImplementation(function (
    this: ForecastStore,
    ...asked
  ) {
    if (asked[0] === '') atOnce += 1;
    most = Math.max(most, atOnce);
    pages += 1;
    const page = real.apply(this, asked);
    if (page.length === 0) atOnce -= 1;
    return page;
  });
  const windows = Array.from({ length: 20 }, (_, at) => 1 + at);
  const ask = () => Promise.all(windows.map((weeks) => shop.monitor.accuracy(weeks)));
  const first = await ask();
  const worked = pages;
  expect(await ask()).toEqual(first);
  expect(pages).toBe(worked);
  expect(most).toBe(1);
  spy.mockRestore();
});

test('what forecasts of one model were like is no state of another that is active since', async () => {
  let active: Manifest | null = null;
  shop = makeShop({ forecast, active: () => active });
  active = shop.manifest;
  await closeWeeks(0, 16);
  const judged = shop.monitor.state;
  expect(judged.state).not.toBe('unknown');
  active = { ...shop.manifest, name: 'other' };
  expect(shop.monitor.state.state).toBe('unknown');
  active = shop.manifest;
  expect(shop.monitor.state).toEqual(judged);
});
