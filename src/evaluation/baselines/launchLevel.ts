import type { DemandPanel } from '../../ingest/panel';
import type { Case, CaseForecast, Forecaster, Step } from '../methods/forecaster';
import { mean, present, quantile } from '../../common/statistics';

/** Launches in these last weeks are typical of the next ones; first sales in the data's first week are not launches. */
const RECENT_WEEKS = 12;

/** Sales of recent launches in their first weeks, whatever the product: quantiles and mean, by week since launch. */
export const launchLevel: Forecaster = {
  name: 'launch level',
  tasks: ['NEW'],
  seeds: 'none',
  unavailable: () => null,
  fit: (panel) =>
    Promise.resolve({
      predict: (cases: readonly Case[]) => {
        const level = levelOf(panel, cases[0]?.plan.length ?? 0);
        return Promise.resolve(cases.map(() => level));
      },
    }),
};

function levelOf(panel: DemandPanel, horizon: number): CaseForecast {
  const launches = panel.skus
    .map((_, sku) => sku)
    .filter((sku) => panel.firstSale[sku] >= Math.max(1, panel.weeks - RECENT_WEEKS));
  const soldBy = (sku: number, h: number) => panel.firstSale[sku] + h < panel.weeks;
  const unitsAt = (sku: number, h: number) => panel.units[panel.at(sku, panel.firstSale[sku] + h)];
  const weeks = Array.from({ length: horizon }, (_, h) =>
    step(present(launches.filter((sku) => soldBy(sku, h)).map((sku) => unitsAt(sku, h)))),
  );
  const complete = launches.filter((sku) => soldBy(sku, horizon - 1));
  const totals = complete.map((sku) => weeks.reduce((sum, _, h) => sum + unitsAt(sku, h), 0));
  return { weeks, total: step(present(totals)) };
}

function step(units: readonly number[]): Step {
  if (units.length === 0) return { p10: 0, p50: 0, p90: 0, mean: 0 };
  return {
    p10: quantile(units, 0.1),
    p50: quantile(units, 0.5),
    p90: quantile(units, 0.9),
    mean: mean(units),
  };
}
