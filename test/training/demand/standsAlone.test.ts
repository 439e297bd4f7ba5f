import { Random } from '../../../src/common/random';
import { sum } from '../../../src/common/statistics';
import { DemandPanel } from '../../../src/ingest/panel';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand } from '../../../src/training/demand/fitDemand';
import { shopParts, wordVectors } from '../../evaluation/support/shop';

const [HORIZON, PRODUCTS] = [3, 36];

const texts = wordVectors();

function shopOf(weeks: number, unitsOf: (sku: number, random: Random) => () => number): DemandPanel {
  const random = new Random(3);
  const parts = shopParts({ skus: PRODUCTS, weeks });
  const units = new Float64Array(PRODUCTS * weeks);
  for (let sku = 0; sku < PRODUCTS; sku += 1) {
    const next = unitsOf(sku, random);
    for (let t = 0; t < weeks; t += 1) units[sku * weeks + t] = Math.round(next());
  }
  return new DemandPanel({ ...parts, units, price: new Float64Array(PRODUCTS * weeks).fill(2) });
}

/** Every product sells what it sold the week before, but now and then half or twice as much from then on. */
const wanderingShop = () =>
  shopOf(40, (sku, random) => {
    let level = 20 + 2 * sku;
    return () => {
      if (random.uniform() < 0.15)
        level = level > 200 || (level > 10 && random.uniform() < 0.5) ? level / 2 : 2 * level;
      return level;
    };
  });

/** Every product stays at its level, about which weeks are scattered by half of it; the longest mean knows it best. */
const steadyShop = () => shopOf(60, (sku, random) => () => (10 + 4 * sku) * (0.25 + 1.5 * random.uniform()));

function fitted(panel: DemandPanel) {
  const train = { ...DEMAND_DEFAULTS.train, batch: 64, steps: 25, warmUp: 10 };
  const options = { horizon: HORIZON, members: 2, hidden: 16, train, kinds: ['text_aware'] as const };
  return fitDemand(panel, texts, options);
}

/** Forecasts of the weeks after the last, of each product's history with `ending` behind it: units by product, week and level. */
async function forecasts(
  model: Awaited<ReturnType<typeof fitted>>,
  panel: DemandPanel,
  ending: number[] = [],
) {
  const records = panel.skus.map((code, sku) => ({
    ...{
      sku: code,
      description: panel.descriptionAt(sku, panel.weeks),
      promoText: null,
      price: 2,
      extras: {},
    },
    origin: panel.firstWeek + panel.weeks + ending.length,
    history: [
      ...panel.history(sku, panel.weeks),
      ...ending.map((units, at) => ({ week: panel.firstWeek + panel.weeks + at, units, price: null })),
    ],
  }));
  const { quantiles } = await (await DemandPredictor.open(model, 'text_aware')).predict(records, texts);
  const levels = model.options.quantiles;
  return (sku: number, level: number) =>
    quantiles[sku * (HORIZON + 1) * levels.length + levels.indexOf(level)];
}

test('a shop that the last value forecasts surely better than the mix is served by it, with ranges, and told so', async () => {
  const panel = wanderingShop();
  const model = await fitted(panel);
  const [known] = model.worth.filter(({ task }) => task === 'KNOWN');
  expect(known.alone).toBe('lag_1');
  expect(known.weekly.served).toBeLessThan(1.001 * known.weekly.simple);
  const at = await forecasts(model, panel);
  panel.skus.forEach((_, sku) => {
    const units = panel.units[panel.at(sku, panel.weeks - 1)];
    expect(at(sku, 0.5) / units).toBeCloseTo(1, 3);
    expect(at(sku, 0.1)).toBeLessThanOrEqual(units);
    expect(at(sku, 0.9)).toBeGreaterThan(units);
  });
});

test('a shop of steady products that a long mean forecasts best is not served by it but by what follows what sells no more', async () => {
  const panel = steadyShop();
  const model = await fitted(panel);
  const [known] = model.worth.filter(({ task }) => task === 'KNOWN');
  expect([known.weekly.best, known.alone]).toEqual(['mean_26', null]);
  const [before, after] = [await forecasts(model, panel), await forecasts(model, panel, Array(8).fill(0))];

  const sold = (at: typeof before) => sum(panel.skus.map((_, sku) => at(sku, 0.5)));
  expect(sold(after)).toBeLessThan(sold(before) / 2);
});
