import { mean } from '../../../src/common/statistics';
import { weekOf } from '../../../src/common/week';
import type { Case } from '../../../src/evaluation/methods/forecaster';
import { lstm } from '../../../src/evaluation/sequence/lstm';
import { SEQUENCE_TRAINING, sequenceForecaster } from '../../../src/evaluation/sequence/sequenceForecaster';
import { transformer } from '../../../src/evaluation/sequence/transformer';
import { casesAt } from '../../../src/evaluation/tasks/cases';
import { Tally } from '../../../src/common/tally';
import { DemandPanel } from '../../../src/ingest/panel';
import { wordVectors } from '../support/shop';

const HORIZON = 2;
const WEEKS = 34;
const SKUS = 30;
const ORIGIN = 32;
const texts = wordVectors();

/** Products of levels from 200 on that sell three times as much in every second week, each with its own beginning. */
function alternatingShop(unknown = false): DemandPanel {
  const units = Float64Array.from({ length: SKUS * WEEKS }, (_, at) => {
    const [sku, t] = [Math.floor(at / WEEKS), at % WEEKS];
    if (unknown && t === 25 && sku % 3 === 0) return NaN;
    return (200 + 40 * sku) * ((sku + t) % 2 === 0 ? 1 : 3);
  });
  const descriptions = Array.from({ length: SKUS }, (_, sku) => {
    const tally = new Tally<string>();
    tally.add(`thing ${sku}`);
    return [{ t: 0, texts: tally }];
  });
  return new DemandPanel({
    skus: Array.from({ length: SKUS }, (_, sku) => `S${String(sku).padStart(2, '0')}`),
    firstWeek: weekOf('2024-01-01'),
    weeks: WEEKS,
    units,
    price: new Float64Array(SKUS * WEEKS).fill(2),
    descriptions,
    promotions: new Map([[3 * WEEKS + 20, 'front page']]),
    extras: {},
  });
}

const training = { ...SEQUENCE_TRAINING, steps: 250, batch: 64, rate: 7e-3 };

describe.each([lstm, transformer])('$name', (network) => {
  const fitOn = (panel: DemandPanel, seed = 0) =>
    sequenceForecaster(network, texts, training).fit(panel.before(ORIGIN), panel.firstWeek + ORIGIN, seed);

  it('learns an order of weeks that no average sees, at any level', async () => {
    const panel = alternatingShop();
    const fitted = await fitOn(panel);
    const all = casesAt(panel, ORIGIN, HORIZON);
    const errors = (await fitted.predict(all.map((one) => one.case))).flatMap(({ weeks, total }, i) => {
      const { units } = all[i].truth;
      expect(total!.p10).toBeLessThanOrEqual(total!.p50);
      expect(weeks[0].p50).toBeLessThanOrEqual(weeks[0].p90!);
      return weeks.map(({ p50 }, h) => Math.abs(p50 - units[h]) / units[h]);
    });
    // The mean of any even number of weeks is off by half of a high week and by all of a low one.
    expect(mean(errors)).toBeLessThan(0.3);

    const hundredfold = (one: Case): Case => ({
      ...one,
      record: {
        ...one.record,
        history: one.record.history.map((week) => ({ ...week, units: 100 * week.units })),
      },
    });
    const [first] = all;
    const [small, large] = await fitted.predict([first.case, hundredfold(first.case)]);
    expect(large.weeks[0].p50 / small.weeks[0].p50 / 100).toBeGreaterThan(0.98);
    expect(large.weeks[0].p50 / small.weeks[0].p50 / 100).toBeLessThan(1.02);
  });

  it('gives the same forecasts for the same seed, and finite ones where weeks are not known', async () => {
    const panel = alternatingShop(true);
    const cases = casesAt(panel, ORIGIN, HORIZON).map((one) => one.case);
    const quick = { ...training, steps: 20 };
    const predict = async (seed: number) => {
      const fitted = await sequenceForecaster(network, texts, quick).fit(
        panel.before(ORIGIN),
        panel.firstWeek + ORIGIN,
        seed,
      );
      return fitted.predict(cases);
    };
    const [a, b, c] = [await predict(0), await predict(0), await predict(1)];
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
    expect(
      a.flatMap(({ weeks }) => weeks.flatMap((step) => Object.values(step))).every(Number.isFinite),
    ).toBe(true);
  });
});
