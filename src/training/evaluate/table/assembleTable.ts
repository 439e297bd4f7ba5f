import type { TableSchema } from '../../../contract/dataSchema';
import type { TableEvaluation } from '../../../contract/evaluation';
import type { Step } from '../forecaster';
import { block } from '../metrics/score';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE, TEXT_ONLY } from '../modelNames';
import { deviation, mean, quantile } from '../statistics';
import { averagedBlock } from '../summary/modelScores';
import { roundFigures } from '../summary/roundFigures';
import { verdictOf } from '../summary/verdict';
import { outcomeOf, seedSpread } from '../uncertainty/outcome';
import { pairedBootstrap } from '../uncertainty/pairedBootstrap';
import type { TargetRow } from './tableModel';

/** One model with one seed: a step for each row, made without that row's fold. */
export interface TableRun {
  name: string;
  seed: number;
  /** True when another seed would give other forecasts. */
  random: boolean;
  steps: readonly Step[];
}

interface TableContext {
  data: TableEvaluation['data'];
  folds: number;
  seeds: readonly number[];
  schema: TableSchema;
  encoder: string | null;
}

/**
 * The table's report. Models are compared by their absolute error relative to that of always answering the median of all
 * rows (of the logarithm where the schema asks for it): 0 is perfect, 1 has learned nothing, whatever the unit.
 */
export function assembleTable(
  rows: readonly TargetRow[],
  runs: readonly TableRun[],
  { data, folds, seeds, schema, encoder }: TableContext,
): TableEvaluation {
  const scale = schema.log_target
    ? (value: number) => Math.log1p(Math.max(value, 0))
    : (value: number) => value;
  const actual = rows.map(({ target }) => target);
  const scaled = actual.map(scale);
  const centre = quantile(scaled, 0.5);
  const offCentre = scaled.map((value) => Math.abs(value - centre));
  const errorsOf = ({ steps }: TableRun) => steps.map((step, i) => Math.abs(scale(step.p50) - scaled[i]));
  const names = [...new Set(runs.map(({ name }) => name))];
  const errors = new Map(names.map((name) => [name, runs.filter((run) => run.name === name).map(errorsOf)]));
  const relative = (all: readonly number[]) => mean(all) / Math.max(mean(offCentre), Number.MIN_VALUE);
  const models = names
    .map((name) => {
      const own = errors.get(name)!;
      const score = averagedBlock(
        runs.filter((run) => run.name === name).map(({ steps }) => block(actual, steps)),
      );
      return {
        name,
        error: mean(own.map(relative)),
        score,
        r2_log: schema.log_target ? score.p50.r2_log1p : null,
        seeds: own.length,
        spread: deviation(own.map(relative)),
      };
    })
    .sort((a, b) => a.error - b.error);
  const compare = (a: string, b: string) => {
    const [left, right] = [errors.get(a), errors.get(b)];
    if (!left || !right) return [];
    const average = (all: readonly number[][], i: number) => mean(all.map((one) => one[i]));
    const result = pairedBootstrap(
      offCentre.map((off, i) => ({
        sku: String(i),
        actual: off,
        gap: average(left, i) - average(right, i),
      })),
    );
    if (!result) return [];
    const spread = seedSpread(
      models
        .filter(({ name }) => name === a || name === b)
        .map(({ name, seeds: count, spread: deviation }) => ({
          random: runs.find((run) => run.name === name)!.random,
          seeds: count,
          deviation,
        })),
    );
    return [{ a, b, result, seed_spread: spread, outcome: outcomeOf(result, spread) }];
  };
  const comparisons = [
    ...models.filter(({ name }) => name !== TEXT_AWARE).flatMap(({ name }) => compare(TEXT_AWARE, name)),
    ...compare(SHUFFLED, NUMERIC_ONLY),
    ...compare(TEXT_ONLY, NUMERIC_ONLY),
  ];
  return roundFigures({
    format: 1,
    mode: 'table',
    created: new Date().toISOString(),
    data,
    encoder,
    folds,
    seeds: [...seeds],
    figure: `absolute error of ${schema.log_target ? `log(1 + ${schema.target})` : schema.target}, as a share of the median's`,
    verdict: verdictOf([
      {
        task: 'TABLE',
        on: `for ${schema.target}`,
        scores: models,
        figure: "error as a share of the median's",
        figureOf: (model) => models.find(({ name }) => name === model)?.error ?? NaN,
        comparisons: comparisons.map(({ result, ...one }) => ({ ...one, weekly: result })),
      },
    ]),
    models,
    comparisons,
    calibration: models.flatMap(({ name, score: { quantiles } }) =>
      quantiles
        ? [
            {
              model: name,
              points: [
                { level: 0.1, observed: quantiles.below_p10 },
                { level: 0.5, observed: quantiles.below_p50 },
                { level: 0.9, observed: quantiles.below_p90 },
              ],
            },
          ]
        : [],
    ),
  });
}
