import { DemandPanel } from '../../../../src/ingest/panel';
import { demandDataset } from '../../../../src/training/demand/demandDataset';
import { DEMAND_DEFAULTS } from '../../../../src/training/demand/demandOptions';
import { planFactor, withoutPlans } from '../../../../src/training/demand/response/planFactor';
import { shopParts, wordVectors } from '../../../evaluation/support/shop';

const HORIZON = 3;
const [PRODUCTS, WEEKS] = [40, 30];

test('weeks of different promotions add up to the total that each of their rows answers for', async () => {
  const parts = shopParts({ skus: PRODUCTS, weeks: WEEKS });
  const weeks = Array.from({ length: PRODUCTS * WEEKS }, (_, at) => at);
  const promoted = weeks.filter((at) => at % 4 === 0).map((at): [number, string] => [at, 'front page']);
  const panel = new DemandPanel({ ...parts, promotions: new Map(promoted) });
  const dataset = await demandDataset(panel, wordVectors(), { ...DEMAND_DEFAULTS, horizon: HORIZON });
  const { factor } = planFactor(dataset, 'text_aware', WEEKS);
  const { units, sku, anchor, kind, promo } = withoutPlans(dataset, 'text_aware', factor);
  const series = HORIZON + 1;
  const of = (row: number) => `${sku[row]}/${anchor[row]}/${kind[row]}`;
  const mixed = [...sku.keys()].filter((row) => row > 0 && of(row) === of(row - 1));
  const whole = mixed.filter((row) => anchor[row] + HORIZON <= WEEKS && kind[row] < 3);
  expect(whole.length).toBeGreaterThan(100);
  expect(whole.some((row) => promo[row] >= 0)).toBe(true);
  for (const row of whole) {
    const weekly = Array.from({ length: HORIZON }, (_, week) => {
      const [own, other] = [units[row * series + week], units[(row - 1) * series + week]];
      return Number.isNaN(own) ? other : own;
    });
    const total = weekly.reduce((sum, value) => sum + value, 0);
    expect(units[row * series + HORIZON]).toBeCloseTo(total, 2);
    expect(units[(row - 1) * series + HORIZON]).toBeCloseTo(total, 2);
  }
});
