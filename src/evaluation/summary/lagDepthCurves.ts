import { certain } from '../../common/certain';
import type { Backtest, Run } from '../backtest/backtest';
import type { CaseForecast } from '../methods/forecaster';
import { ratio } from '../metrics/point';
import { meanOfKnown } from '../../common/statistics';
import type { LagDepth } from '../tasks/lagDepth';
import { bySeed } from './modelScores';

export interface LagDepthCurve {
  model: string;
  /** Weekly WAPE of p50 on known products, by weeks of history visible; null: all of them. */
  points: { depth: LagDepth; wape: number | null }[];
}

/** One curve for each model that forecast with part of the history, mean over its seeds. */
export function lagDepthCurves(backtest: Backtest): LagDepthCurve[] {
  return [...bySeed(backtest.runs)]
    .filter(([, [run]]) => run.byDepth.size > 0)
    .map(([model, runs]) => ({
      model,
      points: [...runs[0].byDepth.keys()].map((depth) => ({
        depth,
        wape: averageWape(backtest, runs, (run) =>
          certain(run.byDepth.get(depth), `forecast by ${depth} lags`),
        ),
      })),
    }));
}

/** Young products by weeks since their first sale: the value of a short history of their own. */
export function youngByAge(backtest: Backtest, models: readonly string[]) {
  const groups = [
    { ages: '1 to 3', holds: (age: number) => age <= 3 },
    { ages: '4 to 8', holds: (age: number) => age > 3 },
  ];
  return [...bySeed(backtest.runs)]
    .filter(([model]) => models.includes(model))
    .map(([model, runs]) => ({
      model,
      points: groups.map(({ ages, holds }) => {
        const picked = backtest.cases.map((one) => one.task === 'YOUNG' && holds(one.age));
        return {
          ages,
          wape: averageWape(backtest, runs, (run) => run.forecasts.map((f, i) => (picked[i] ? f : null))),
        };
      }),
    }));
}

/** Weekly WAPE of p50 over the cases that have a forecast, mean over runs. */
function averageWape(
  { truth }: Backtest,
  runs: readonly Run[],
  forecastsOf: (run: Run) => readonly (CaseForecast | null)[],
): number | null {
  const figures = runs.map((run) => {
    let error = 0;
    let units = 0;
    forecastsOf(run).forEach((forecast, i) => {
      forecast?.weeks.forEach((step, h) => {
        error += Math.abs(step.p50 - truth[i].units[h]);
        units += truth[i].units[h];
      });
    });
    return ratio(error, units);
  });
  return meanOfKnown(figures);
}
