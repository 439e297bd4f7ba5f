import type { HeadKind, HeadOutputs } from '../../../src/contract/head';
import type { DemandRecord } from '../../../src/contract/record';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand, type FittedDemand } from '../../../src/training/demand/fitDemand';
import { DemandPanel } from '../../../src/ingest/panel';
import { Random } from '../../../src/common/random';
import { shopParts, wordVectors } from '../../evaluation/support/shop';
import { expectWithin } from '../support/coherence';

const HORIZON = 3;
const [SKUS, WEEKS] = [42, 34];
const QUANTILES = [0.05, 0.1, 0.5, 0.9];
const texts = wordVectors();
const small = {
  horizon: HORIZON,
  quantiles: QUANTILES,
  members: 2,
  hidden: 16,
  train: { ...DEMAND_DEFAULTS.train, batch: 64, steps: 200, warmUp: 10 },
};

const parts = shopParts({ skus: SKUS, weeks: WEEKS });
const promotions = new Map(
  Array.from({ length: SKUS * WEEKS }, (_, at) => at)
    .filter((at) => at % 3 === 0)
    .map((at): [number, string] => [at, 'front page']),
);
const panel = new DemandPanel({ ...parts, promotions });

let model: FittedDemand;
beforeAll(async () => {
  model = await fitDemand(panel, texts, small);
});

function record(overrides: Partial<DemandRecord> = {}): DemandRecord {
  const origin = panel.firstWeek + panel.weeks;
  const history = [9, 0, 14].map((units, at) => ({
    week: origin - 3 + at,
    units,
    price: units > 0 ? 2 : null,
  }));
  return {
    sku: null,
    description: 'red mug',
    promoText: null,
    price: 2,
    origin,
    history,
    extras: {},
    ...overrides,
  };
}

async function forecast(
  records: DemandRecord[],
  kind: HeadKind = 'text_aware',
  of = model,
): Promise<HeadOutputs> {
  return (await DemandPredictor.open(of, kind)).predict(records, texts);
}

test('the same seed gives the same heads, byte for byte; another seed gives others', async () => {
  const again = await fitDemand(panel, texts, { ...small, kinds: ['text_aware'] });
  expect(Buffer.compare(again.heads.text_aware!, model.heads.text_aware!)).toBe(0);
  const other = await fitDemand(panel, texts, { ...small, seed: 1, kinds: ['text_aware'] });
  expect(Buffer.compare(other.heads.text_aware!, model.heads.text_aware!)).not.toBe(0);
});

test('quantiles do not cross and everything is finite and not negative, whatever comes', async () => {
  const wild = [
    record(),
    record({ history: [], price: null }),
    record({
      price: 1e9,
      history: Array.from({ length: 60 }, (_, at) => ({ week: at, units: 1e9, price: 1e-6 })),
    }),
    record({ price: 1e-9, description: '', promoText: 'front page' }),
    record({ history: [{ week: 0, units: 0, price: null }] }),
    record({ description: 'zzz qqq', origin: panel.firstWeek + 4000, history: [] }),
  ];
  for (const kind of ['text_aware', 'numeric_only', 'text_only'] as const) {
    const { quantiles, mean } = await forecast(wild, kind);
    expect(quantiles.length).toBe(wild.length * (HORIZON + 1) * QUANTILES.length);
    for (const value of [...quantiles, ...mean]) expect(value >= 0 && Number.isFinite(value)).toBe(true);
    quantiles.forEach((value, at) => {
      if (at % QUANTILES.length > 0) expect(value).toBeGreaterThanOrEqual(quantiles[at - 1]);
    });
  }
});

test("the total's mean is the sum of the weeks'", async () => {
  const { mean } = await forecast([record()]);
  const weeks = mean.slice(0, HORIZON).reduce((sum, value) => sum + value, 0);
  expect(mean[HORIZON]).toBeCloseTo(weeks, 3);
});

test("one product's figures tell one story, new, young or long on sale: its total lies where its weeks allow", async () => {
  const random = new Random(7);
  const records = Array.from({ length: 60 }, (_, at) => {
    const weeks = [0, 1 + random.below(8), 9 + random.below(40)][at % 3];
    const level = 10 ** (3 * random.uniform() - 0.5);
    const rare = random.uniform() < 0.4 ? 0.3 : 1;
    const history = Array.from({ length: weeks }, (_, week) => ({
      week: panel.firstWeek + panel.weeks - weeks + week,
      units: random.uniform() < rare ? Math.round(2 * level * random.uniform()) : 0,
      price: 2,
    }));
    return record({ history });
  });
  for (const kind of ['text_aware', 'numeric_only'] as const) {
    const { quantiles } = await forecast(records, kind);
    records.forEach((_, row) => {
      const answer = quantiles.slice(row * (HORIZON + 1) * QUANTILES.length).slice(0, 4 * QUANTILES.length);
      expectWithin(answer, QUANTILES, HORIZON, 0.5);
    });
  }
});

test('description, promotion and history change the forecast; numbers alone know no words', async () => {
  const changed = [
    record(),
    record({ description: 'vintage clock' }),
    record({ promoText: 'front page' }),
    record({ history: record().history.map((week) => ({ ...week, units: week.units + 30 })) }),
  ];
  const totals = async (kind: HeadKind) => {
    const { mean } = await forecast(changed, kind);
    return changed.map((_, row) => mean[row * (HORIZON + 1) + HORIZON]);
  };
  expect(new Set(await totals('text_aware')).size).toBe(changed.length);
  const numeric = await totals('numeric_only');
  for (const same of [numeric[1], numeric[2]]) expect(same / numeric[0]).toBeCloseTo(1, 5);
  expect(numeric[3]).toBeGreaterThan(1.2 * numeric[0]);
});

test('words that sell are learnt: a new mug is expected to sell more than a new clock', async () => {
  const launch = { history: [], price: null };
  const { mean } = await forecast([
    record({ ...launch, description: 'blue mug 7' }),
    record({ ...launch, description: 'blue clock 7' }),
  ]);
  expect(mean[HORIZON]).toBeGreaterThan(1.5 * mean[2 * HORIZON + 1]);
});

/** Half a year of sales. */
function longHistory(units: (week: number) => number): DemandRecord['history'] {
  const origin = panel.firstWeek + panel.weeks;
  return Array.from({ length: 26 }, (_, at) => ({ week: origin - 26 + at, units: units(at), price: 2 }));
}

test.each(['text_aware', 'numeric_only'] as const)(
  'half a year at one level is forecast at that level, however high: %s',
  async (kind) => {
    const levels = [10, 100, 1000, 10_000, 100_000];
    const { quantiles } = await forecast(
      levels.map((level) => record({ history: longHistory(() => level) })),
      kind,
    );
    levels.forEach((level, row) => {
      for (let week = 0; week < HORIZON; week += 1) {
        const at = (row * (HORIZON + 1) + week) * QUANTILES.length;
        const [, p10, p50, p90] = quantiles.slice(at, at + QUANTILES.length);
        expect(Math.abs(p50 / level - 1)).toBeLessThan(0.1);
        expect(p10).toBeLessThanOrEqual(1.03 * level);
        expect(p90).toBeGreaterThanOrEqual(0.97 * level);
      }
    });
  },
);

test('where no week of the shop was ever empty, weeks without sales raise no forecast', async () => {
  const random = new Random(3);
  const steady = (level: number) => Math.round(level * Math.exp(0.3 * (random.uniform() - 0.5)));
  const units = parts.units.map((_, at) => steady(20 + Math.floor(at / WEEKS)));
  const never = await fitDemand(new DemandPanel({ ...parts, units }), texts, {
    ...small,
    kinds: ['numeric_only'],
    train: { ...small.train, steps: 50 },
  });
  const history = longHistory(() => steady(50));
  const lately = (empty: number) =>
    history.map((week, at) => (at < 26 - empty ? week : { ...week, units: 0 }));
  const { quantiles, mean } = await forecast(
    [0, 1, 2, 4].map((empty) => record({ history: lately(empty) })),
    'numeric_only',
    never,
  );
  const p90 = [1, 2, 3, 4].map((rows) => quantiles[rows * (HORIZON + 1) * QUANTILES.length - 1]);
  const means = [1, 2, 3, 4].map((rows) => mean[rows * (HORIZON + 1) - 1]);
  for (let more = 1; more < 4; more += 1) {
    expect(p90[more] / p90[more - 1]).toBeLessThan(0.96);
    expect(means[more] / means[more - 1]).toBeLessThan(0.96);
  }
});

test('a hundred times the history gives a hundred times the forecast', async () => {
  const history = longHistory((week) => 400 + 150 * Math.sin(week));
  const times100 = history.map((week) => ({ ...week, units: 100 * week.units }));
  const { quantiles, mean } = await forecast([record({ history }), record({ history: times100 })]);
  for (const values of [quantiles, mean]) {
    const half = values.length / 2;
    for (let at = 0; at < half; at += 1) {
      expect(values[half + at] / values[at]).toBeGreaterThan(90);
      expect(values[half + at] / values[at]).toBeLessThan(110);
    }
  }
});

test('before the first step it answers the simple level with the ranges that residuals have', async () => {
  const untrained = await fitDemand(panel, texts, {
    ...small,
    kinds: ['numeric_only'],
    train: { ...small.train, steps: 0 },
  });
  const { quantiles } = await forecast(
    [record({ history: longHistory(() => 200) }), record({ history: longHistory(() => 20_000) })],
    'numeric_only',
    untrained,
  );
  const first = quantiles.slice(0, QUANTILES.length);
  const middle = quantiles.length / 2;
  expect(Math.abs(first[2] / 200 - 1)).toBeLessThan(0.1);
  first.forEach((value, at) => expect(quantiles[middle + at] / value).toBeCloseTo(100, -1));
});

test('a shop of a few products without prices can be fitted', async () => {
  const few = shopParts({ skus: 4, weeks: 24 });
  const bare = new DemandPanel({ ...few, price: few.price.fill(NaN) });
  const fitted = await fitDemand(bare, texts, { ...small, train: { ...small.train, steps: 10 } });
  const { mean } = await forecast([record()], 'text_aware', fitted);
  expect([...mean].every(Number.isFinite)).toBe(true);
});
