import { Random } from '../../src/common/random';
import type { MonitoringState } from '../../src/contract/monitoring';
import { readAccuracy } from '../../src/monitoring/accuracy';
import { DriftStore } from '../../src/registry/forecasts/driftStore';
import { DATA, FIRST, makeShop, type Shop } from './support/shop';

let shop: Shop;
afterEach(async () => {
  await shop.monitor.close();
  shop.database.close();
});

const SKUS = Array.from({ length: 30 }, (_, at) => `P${10 + at}`);
const TRAINED = 10;
/** A level for each product, and up to six units more or less. */
const sold = (at: number, week: number) => 10 + at + new Random(1000 * at + week).below(13) - 6;

interface Course {
  /** Weeks that close after the training. */
  weeks: number;
  /** What the model forecasts of a product whose level is known. */
  forecast: (level: number, week: number) => number;
  /** How many units a product sells in place of its own. */
  units?: (own: number, week: number) => number;
  expected?: number[];
}

const QUIET = [0.12, 0.1, 0.16, 0.11, 0.14, 0.12, 0.1, 0.15];

/** The states that are told as weeks close. */
async function told({
  weeks,
  forecast,
  units = (own) => own,
  expected = QUIET,
}: Course): Promise<MonitoringState[]> {
  let week = 0;
  shop = makeShop({
    forecast: ({ sku }) => {
      const p50 = forecast(10 + SKUS.indexOf(sku!), week);
      return { p10: p50 * 0.7, p50, p90: p50 * 1.3, mean: p50 };
    },
    manifest: {
      expected: {
        accuracy: [
          {
            task: 'KNOWN',
            weeks: expected.map((wape, at) => ({
              wape,
              bias: at % 2 ? wape / 2 : -wape / 2,
              coverage: 0.8,
              products: 30,
            })),
          },
        ],
        drift: {
          items: 30,
          unfamiliar_text: 0.01,
          price_out_of_range: 0.01,
          history_out_of_range: 0.01,
          cold_start: 0,
          new_products: 0,
        },
      },
    },
  });
  const states: MonitoringState[] = [];
  for (; week < TRAINED + weeks; week++) {
    const row = SKUS.map((sku, at) => [sku, units(sold(at, week), week)] as const);
    shop.close(FIRST + week, Object.fromEntries(row));
    if (week < TRAINED - 1) continue;
    await shop.monitor.look();
    if (week >= TRAINED) states.push((await shop.monitor.accuracy(13)).monitoring);
  }
  return states;
}

const names = (states: readonly MonitoringState[]) => states.map(({ state }) => state);

test('a model that goes on as it was tested is told to do so, from its second closed week on', async () => {
  const states = await told({ weeks: 8, forecast: (level) => level });
  expect(names(states)).toEqual(['unknown', ...Array<string>(7).fill('as expected')]);
  const simple = states.at(-1)!.findings.find(({ state }) => state === 'worse than a simple method')!;
  expect(simple.figures).toMatchObject({ products: 30 });
  expect(simple.figures.high).toBeLessThan(0.05);
  expect(shop.monitor.state.state).toBe('as expected');
});

test('a model that a simple method beats is told at its second closed week', async () => {
  const states = await told({
    weeks: 3,
    forecast: (level) => level * 1.5,
    expected: [0.4, 0.5, 0.6, 0.45, 0.55],
  });
  expect(names(states)).toEqual(['unknown', 'worse than a simple method', 'worse than a simple method']);
});

test('a simple method that is surely better over the weeks compared is told, be the model better in some', async () => {
  const states = await told({
    weeks: 8,
    forecast: (level, week) => (week % 4 < 2 ? level * 1.5 : level),
    expected: [0.4, 0.5, 0.6, 0.45, 0.55],
  });
  expect(new Set(names(states.slice(4)))).toEqual(new Set(['worse than a simple method']));
  const { findings } = states.findLast((state) => state.findings[0].holds === false)!;
  const [over] = findings.filter(({ holds }) => holds);
  expect(over.rule).toMatch(/^Over the last 13 closed weeks .* KNOWN/);
  expect(over.figures).toMatchObject({ products: 30 });
  expect(over.figures.low).toBeGreaterThan(0);
});

test('a model that a simple method beats, but not surely, is not called as good as ever without saying so', async () => {
  const states = await told({
    weeks: 6,
    forecast: (level) => (level < 14 ? level * 2 : level),
    expected: [0.4, 0.5, 0.6, 0.45, 0.55],
  });
  const { state, sentence } = states.at(-1)!;
  expect(state).toBe('as expected');
  expect(sentence).toMatch(
    /A simple method had a smaller WAPE, .*: known products by 0\.0\d\d in 6 weeks\.$/,
  );
});

test('sales that halve make the model worse than its backtest within two closed weeks', async () => {
  const fall = TRAINED + 4;
  const states = await told({
    weeks: 6,
    forecast: (level) => level,
    units: (own, week) => (week < fall ? own : own / 2),
  });
  expect(names(states).slice(0, 4)).not.toContain('worse than the backtest');
  expect(states[5].findings.filter(({ holds }) => holds).map(({ state }) => state)).toContain(
    'worse than the backtest',
  );
});

test('one bad week is no state', async () => {
  const states = await told({
    weeks: 8,
    forecast: (level) => level,
    units: (own, week) => (week === TRAINED + 4 ? own / 2 : own),
  });
  expect(new Set(names(states))).toEqual(new Set(['unknown', 'as expected']));
});

test('a model that tells nothing of unseen weeks is not compared with them, and that is said', async () => {
  const states = await told({ weeks: 3, forecast: (level) => level, expected: [] });
  expect(names(states)).toEqual(['unknown', 'as expected', 'as expected']);
  expect(states[2].sentence).toMatch(
    /^No simple method is surely better than the model; .* could not be compared\.$/,
  );
  const { expected, missing, weeks } = await shop.monitor.accuracy(13);
  expect(expected).toEqual([]);
  expect(missing).toEqual([
    expect.stringMatching(/4 weeks of NEW products/),
    expect.stringMatching(/4 weeks of KNOWN products/),
  ]);
  expect(weeks.map((week) => week.within_backtest)).toEqual(weeks.map(() => null));
});

test('a model of a year ago is stale', async () => {
  const [first] = await told({ weeks: 1, forecast: (level) => level });
  expect(first.findings.find(({ rule }) => rule.startsWith('More than 52'))!).toMatchObject({
    holds: false,
    figures: { weeks: 1 },
  });
  for (let week = TRAINED + 1; week < TRAINED + 53; week++)
    shop.close(FIRST + week, Object.fromEntries(SKUS.map((sku, at) => [sku, sold(at, week)])));
  await shop.monitor.look();
  const { monitoring } = await shop.monitor.accuracy(13);
  expect(monitoring.findings.find(({ rule }) => rule.startsWith('More than 52'))!).toMatchObject({
    state: 'stale',
    holds: true,
    figures: { weeks: 53 },
  });
});

const isOld = ({ rule }: MonitoringState['findings'][number]) => rule.startsWith('More than 52');

test.each([
  [{ isOfShop: false }, /Not comparable: .* another shop\./],
  [{ manifest: { data: { ...DATA, last_week: '2030-01-07' } } }, /Not comparable: .* later weeks/],
])(
  'the weeks since the training of a model that is not of this shop and time are none: %j',
  async (model, said) => {
    shop = makeShop(model);
    shop.close(FIRST, { A: 3 });
    await shop.monitor.look();
    const { findings } = (await shop.monitor.accuracy(13)).monitoring;
    expect(findings.find(isOld)).toMatchObject({
      ...{ holds: null, figures: { weeks: null }, rule: expect.stringMatching(said) },
    });
  },
);

test('products that the model does not know are new, whenever they came', async () => {
  shop = makeShop({ products: new Set(['P1']) });
  shop.close(FIRST, { p1: 1, P2: 3 });
  await shop.monitor.look();
  expect((await shop.monitor.drift(20)).weeks.at(-1)).toMatchObject({ new_products: 0.75 });
});

test('products launched after training that sell most of all make it stale', async () => {
  await told({ weeks: 2, forecast: (level) => level });
  const others = Object.fromEntries(SKUS.map((sku, at) => [`NEW-${sku}`, sold(at, 1)]));
  shop.close(FIRST + TRAINED + 2, others);
  await shop.monitor.look();
  const { monitoring } = await shop.monitor.accuracy(13);
  const drift = monitoring.findings.find(({ rule }) => rule.startsWith('Of the products'))!;
  expect(drift).toMatchObject({ state: 'stale', holds: true, figures: { new_products: 1 } });
  expect((await shop.monitor.drift(4)).weeks.at(-1)).toMatchObject({ source: 'catalog', new_products: 1 });
});

test('while no week is closed, as after the last sale was taken back, nothing is judged', async () => {
  await told({ weeks: 3, forecast: (level) => level });
  const { database, forecasts, registry } = shop;
  const answer = await readAccuracy(
    {
      forecasts,
      drift: new DriftStore(database),
      lastWeek: () => null,
      product: () => null,
      directoryOf: (model) => registry.get(model)?.directory ?? null,
      isOfShop: () => Promise.resolve(true),
    },
    13,
  );
  expect(answer).toMatchObject({ first_week: null, last_week: null, groups: [], weeks: [] });
  expect(answer.expected).not.toEqual([]);
  expect(answer.monitoring.state).toBe('unknown');
});
