import { mean } from '../../../src/common/statistics';
import { Random } from '../../../src/common/random';
import { Tally } from '../../../src/common/tally';
import { DemandPanel } from '../../../src/ingest/panel';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand } from '../../../src/training/demand/fitDemand';
import { wordVectors } from '../../evaluation/support/shop';

const WEEKS = 30;
const HORIZON = 4;
const THINGS = ['lantern', 'teapot', 'rake', 'scarf', 'puzzle', 'whisk', 'trellis', 'binder'];
const COLOURS = ['amber', 'jade', 'coral'];
/** Weekly units of the things: what any of them sells says nothing of the others. */
const LEVELS = [2, 60, 3, 25, 1, 12, 40, 5];
const texts = wordVectors(64);

/** A shop of 24 products: eight things in three colours that sell alike, every third launched in the course of time. */
function twinShop(): DemandPanel {
  const random = new Random(3);
  const skus = THINGS.length * COLOURS.length;
  const units = new Float64Array(skus * WEEKS);
  const price = new Float64Array(skus * WEEKS).fill(NaN);
  const descriptions = Array.from({ length: skus }, (_, sku) => {
    const [thing, colour] = [Math.floor(sku / COLOURS.length), sku % COLOURS.length];
    const first = colour === 2 ? 9 + 2 * thing : 0;
    for (let t = first; t < WEEKS; t += 1) {
      units[sku * WEEKS + t] = Math.max(1, Math.round(LEVELS[thing] * (0.6 + 0.8 * random.uniform())));
      price[sku * WEEKS + t] = 5;
    }
    const tally = new Tally<string>();
    tally.add(`${COLOURS[colour]} ${THINGS[thing]} ${THINGS[thing]}`);
    return [{ t: first, texts: tally }];
  });
  return new DemandPanel({
    skus: Array.from({ length: skus }, (_, sku) => `S${String(sku).padStart(2, '0')}`),
    firstWeek: 2800,
    weeks: WEEKS,
    units,
    price,
    descriptions,
    promotions: new Map(),
    extras: {},
  });
}

const panel = twinShop();
let forecast: (
  descriptions: string[],
) => Promise<{ p50: number; weeks: number[]; mean: number; high: number }[]>;

beforeAll(async () => {
  const model = await fitDemand(panel, texts, {
    horizon: HORIZON,
    kinds: ['text_aware'],
    members: 2,
    hidden: 16,
    train: { ...DEMAND_DEFAULTS.train, batch: 64, steps: 100, warmUp: 10 },
  });
  const predictor = await DemandPredictor.open(model, 'text_aware');
  forecast = async (descriptions) => {
    const { quantiles, mean: means } = await predictor.predict(
      descriptions.map((description) => ({
        ...{ sku: null, description, promoText: null, price: 5, history: [], extras: {} },
        origin: panel.firstWeek + WEEKS,
      })),
      texts,
    );
    const levels = model.options.quantiles.length;
    const middle = model.options.quantiles.indexOf(0.5);
    return descriptions.map((_, row) => {
      const at = (series: number, level: number) =>
        quantiles[(row * (HORIZON + 1) + series) * levels + level];
      return {
        p50: at(HORIZON, middle) / HORIZON,
        weeks: Array.from({ length: HORIZON }, (_, week) => at(week, levels - 1)),
        mean: means[row * (HORIZON + 1) + HORIZON] / HORIZON,
        high: at(HORIZON, levels - 1),
      };
    });
  };
});

test('a launch sells what its twins sell, whatever the rest of a small shop does', async () => {
  const found = await forecast(THINGS.map((thing) => `ivory ${thing} ${thing}`));
  found.forEach(({ p50 }, thing) => {
    expect(p50).toBeGreaterThan(0.6 * LEVELS[thing]);
    expect(p50).toBeLessThan(1.7 * LEVELS[thing] + 0.5);
  });
});

test('what is unlike anything that the shop sells shrinks to what is typical there', async () => {
  const unlike = await forecast([
    ...['quarterly audit retainer', 'helium cylinder', 'violin lesson', 'salmon fillet'],
    ...['printer licence', 'tax advice', 'diesel generator', 'tyre'],
  ]);
  const root = mean(LEVELS.map(Math.sqrt)) ** 2;
  expect(mean(unlike.map(({ p50 }) => p50))).toBeLessThan(1.3 * root);
  for (const { p50 } of unlike) expect(p50).toBeLessThan(LEVELS[3]);
});

test('no range reaches beyond what any product ever sold, and a mean lies between the median and its end', async () => {
  const found = await forecast([...THINGS.map((thing) => `ivory ${thing} ${thing}`), 'helium cylinder']);
  const most = Math.max(...panel.units);
  for (const { p50, weeks, mean: average, high } of found) {
    for (const week of weeks) expect(week).toBeLessThanOrEqual(most * 1.0001);
    expect(high).toBeLessThanOrEqual(HORIZON * most + HORIZON / 2);
    expect(average).toBeGreaterThanOrEqual(p50 * 0.9999);
    expect(average * HORIZON).toBeLessThanOrEqual(high * 1.0001);
  }
});
