import { Random } from '../../../src/common/random';
import { DemandPanel } from '../../../src/ingest/panel';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand } from '../../../src/training/demand/fitDemand';
import { shopParts, wordVectors } from '../../evaluation/support/shop';

const [HORIZON, PRODUCTS, WEEKS] = [3, 36, 40];

/** Every product sells what it sold the week before, but now and then half or twice as much from then on. */
function wanderingShop(): DemandPanel {
  const random = new Random(3);
  const parts = shopParts({ skus: PRODUCTS, weeks: WEEKS });
  const units = new Float64Array(PRODUCTS * WEEKS);
  for (let sku = 0; sku < PRODUCTS; sku += 1) {
    let level = 20 + 2 * sku;
    for (let t = 0; t < WEEKS; t += 1) {
      if (random.uniform() < 0.15)
        level = level > 200 || (level > 10 && random.uniform() < 0.5) ? level / 2 : 2 * level;
      units[sku * WEEKS + t] = Math.round(level);
    }
  }
  return new DemandPanel({ ...parts, units, price: new Float64Array(PRODUCTS * WEEKS).fill(2) });
}

test('a shop that the last value forecasts surely better than the mix is served by it, with ranges, and told so', async () => {
  const panel = wanderingShop();
  const texts = wordVectors();
  const train = { ...DEMAND_DEFAULTS.train, batch: 64, steps: 25, warmUp: 10 };
  const options = { horizon: HORIZON, members: 2, hidden: 16, train, kinds: ['text_aware'] as const };
  const model = await fitDemand(panel, texts, options);
  const [known] = model.worth.filter(({ task }) => task === 'KNOWN');
  expect(known.alone).toBe('lag_1');
  expect(known.weekly.served).toBeLessThan(1.001 * known.weekly.simple);
  const origin = panel.firstWeek + WEEKS;
  const last = panel.skus.map((_, sku) => panel.units[panel.at(sku, WEEKS - 1)]);
  const records = panel.skus.map((code, sku) => ({
    ...{ sku: code, description: panel.descriptionAt(sku, WEEKS), promoText: null, price: 2, origin },
    ...{ history: panel.history(sku, WEEKS), extras: {} },
  }));
  const { quantiles } = await (await DemandPredictor.open(model, 'text_aware')).predict(records, texts);
  const levels = model.options.quantiles;
  const at = (sku: number, level: number) =>
    quantiles[sku * (HORIZON + 1) * levels.length + levels.indexOf(level)];
  last.forEach((units, sku) => {
    expect(at(sku, 0.5) / units).toBeCloseTo(1, 3);
    expect(at(sku, 0.1)).toBeLessThanOrEqual(units);
    expect(at(sku, 0.9)).toBeGreaterThan(units);
  });
});
