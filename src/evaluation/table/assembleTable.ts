import type { TableSchema } from '../../contract/dataSchema';
import type { PairedComparison } from '../../contract/evaluation/comparison';
import type { TableEvaluation } from '../../contract/evaluation/tableEvaluation';
import { bracketMasses } from '../../training/network/answers';
import type { Step } from '../methods/forecaster';
import { block } from '../metrics/score';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE, TEXT_ONLY } from '../../contract/modelNames';
import { deviation, mean, quantile, sum } from '../../common/statistics';
import { averagedBlock } from '../summary/modelScores';
import { roundFigures } from '../summary/roundFigures';
import { ENGLISH } from '../../languages/english';
import { verdictOfEvaluation } from '../../languages/verdict/verdict';
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
  const average = mean(scaled);
  const variation = scaled.map((value) => (value - average) ** 2);
  const names = [...new Set(runs.map(({ name }) => name))];
  const eachOf = (error: (step: Step, i: number) => number) =>
    new Map(
      names.map((name) => [name, runs.filter((run) => run.name === name).map((run) => run.steps.map(error))]),
    );
  const errors = eachOf((step, i) => Math.abs(scale(step.p50) - scaled[i]));
  const squares = eachOf((step, i) => (meanOf(step, scale) - scaled[i]) ** 2);
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
        r2_log: schema.log_target
          ? mean(squares.get(name)!.map((all) => 1 - sum(all) / sum(variation)))
          : null,
        seeds: own.length,
        spread: deviation(own.map(relative)),
      };
    })
    .sort((a, b) => a.error - b.error);
  const compare = (a: string, b: string) => {
    const result = bootstrap(offCentre, errors.get(a), errors.get(b));
    const unexplained = bootstrap(variation, squares.get(a), squares.get(b));
    if (!result || !unexplained) return [];
    const spread = seedSpread(
      models
        .filter(({ name }) => name === a || name === b)
        .map(({ name, seeds: count, spread: deviation }) => ({
          random: runs.find((run) => run.name === name)!.random,
          seeds: count,
          deviation,
        })),
    );
    return [
      { a, b, result, r2: explained(unexplained), seed_spread: spread, outcome: outcomeOf(result, spread) },
    ];
  };
  const comparisons = [
    ...models.filter(({ name }) => name !== TEXT_AWARE).flatMap(({ name }) => compare(TEXT_AWARE, name)),
    ...compare(SHUFFLED, NUMERIC_ONLY),
    ...compare(TEXT_ONLY, NUMERIC_ONLY),
  ];
  const found: Omit<TableEvaluation, 'verdict'> = {
    format: 1,
    mode: 'table',
    created: new Date().toISOString(),
    data,
    encoder,
    folds,
    seeds: [...seeds],
    target: schema.target,
    figure: `absolute error of ${schema.log_target ? `log(1 + ${schema.target})` : schema.target}, as a share of the median's`,
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
  };
  return roundFigures({ ...found, verdict: verdictOfEvaluation(ENGLISH, found) });
}

/** Row by row, the mean of `a`'s errors over its seeds against that of `b`'s, as a share of all that could be wrong. */
function bootstrap(
  possible: readonly number[],
  a: readonly number[][] | undefined,
  b: readonly number[][] | undefined,
): PairedComparison | null {
  if (!a || !b) return null;
  const averaged = (all: readonly number[][], i: number) => mean(all.map((one) => one[i]));
  return pairedBootstrap(
    possible.map((actual, i) => ({ sku: String(i), actual, gap: averaged(a, i) - averaged(b, i) })),
  );
}

/** A difference of the shares left unexplained, as one of R2. */
function explained({ difference, low, high, ...rest }: PairedComparison): PairedComparison {
  const turned = (bound: number | null) => (bound === null ? null : 0 - bound);
  return { ...rest, difference: 0 - difference, low: turned(high), high: turned(low) };
}

/** A model's mean on the scale of the fit: from its quantiles, by Swanson's rule, or its one answer. */
function meanOf({ p10, p50, p90 }: Step, scale: (value: number) => number): number {
  if (p10 === undefined || p90 === undefined) return scale(p50);
  const [low, middle, high] = bracketMasses([0.1, 0.5, 0.9]);
  return low * scale(p10) + middle * scale(p50) + high * scale(p90);
}
