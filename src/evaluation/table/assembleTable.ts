import { groupedBy } from '../../common/groupedBy';
import type { TableSchema } from '../../contract/dataSchema';
import type { PairedComparison } from '../../contract/evaluation/comparison';
import type { TableEvaluation } from '../../contract/evaluation/tableEvaluation';
import { bracketMasses } from '../../training/network/answers';
import type { Step } from '../methods/forecaster';
import { block } from '../metrics/score';
import { NUMERIC_ONLY, SHUFFLED, TEXT_AWARE, TEXT_ONLY } from '../../contract/modelNames';
import { deviation, mean, quantile, sum } from '../../common/statistics';
import { calibrationPoints } from '../summary/calibrationPoints';
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
 * The table's report. Models are compared by their absolute error relative to always predicting the median of all rows
 * (of the logarithm if the schema asks for it): 0 is perfect, 1 has learned nothing, whatever the unit.
 */
export function assembleTable(
  rows: readonly TargetRow[],
  runs: readonly TableRun[],
  { data, folds, seeds, schema, encoder }: TableContext,
): TableEvaluation {
  const losses = new TableLosses(rows, schema);
  const methods = [...groupedBy(runs, ({ name }) => name)].map(([name, own]) => losses.of(name, own));
  const models = methods.map((method) => scoreOf(method, rows, losses)).sort((a, b) => a.error - b.error);
  const compare = (a: string, b: string) => {
    const [first, second] = [a, b].map((wanted) => methods.find(({ name }) => name === wanted));
    return first && second ? comparisonOf(first, second, losses) : [];
  };
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
    comparisons: [
      ...models.filter(({ name }) => name !== TEXT_AWARE).flatMap(({ name }) => compare(TEXT_AWARE, name)),
      ...compare(SHUFFLED, NUMERIC_ONLY),
      ...compare(TEXT_ONLY, NUMERIC_ONLY),
    ],
    calibration: models.flatMap(({ name, score: { quantiles } }) =>
      quantiles ? [{ model: name, points: calibrationPoints(quantiles) }] : [],
    ),
  };
  return roundFigures({ ...found, verdict: verdictOfEvaluation(ENGLISH, found) });
}

/** A model's losses on each row, by seed, on the scale of the fit. */
interface MethodLosses {
  name: string;
  runs: readonly TableRun[];
  /** Absolute errors. */
  errors: readonly number[][];
  squares: readonly number[][];
}

/** Losses next to those of always predicting the median, or the mean for squares. */
class TableLosses {
  readonly isLog: boolean;
  readonly offCentre: readonly number[];
  readonly variation: readonly number[];
  private readonly scale: (value: number) => number;
  private readonly scaled: readonly number[];

  constructor(rows: readonly TargetRow[], schema: TableSchema) {
    this.isLog = schema.log_target;
    this.scale = this.isLog ? (value) => Math.log1p(Math.max(value, 0)) : (value) => value;
    this.scaled = rows.map(({ target }) => this.scale(target));
    const centre = quantile(this.scaled, 0.5);
    this.offCentre = this.scaled.map((value) => Math.abs(value - centre));
    const average = mean(this.scaled);
    this.variation = this.scaled.map((value) => (value - average) ** 2);
  }

  of(name: string, runs: readonly TableRun[]): MethodLosses {
    const eachOf = (loss: (step: Step, i: number) => number) => runs.map(({ steps }) => steps.map(loss));
    return {
      name,
      runs,
      errors: eachOf((step, i) => Math.abs(this.scale(step.p50) - this.scaled[i])),
      squares: eachOf((step, i) => (meanOf(step, this.scale) - this.scaled[i]) ** 2),
    };
  }

  /** Errors as a share of the median's. */
  relative(errors: readonly number[]): number {
    return mean(errors) / Math.max(mean(this.offCentre), Number.MIN_VALUE);
  }
}

function scoreOf(
  { name, runs, errors, squares }: MethodLosses,
  rows: readonly TargetRow[],
  losses: TableLosses,
): TableEvaluation['models'][number] {
  const actual = rows.map(({ target }) => target);
  const relative = errors.map((all) => losses.relative(all));
  return {
    name,
    error: mean(relative),
    score: averagedBlock(runs.map(({ steps }) => block(actual, steps))),
    r2_log: losses.isLog ? mean(squares.map((all) => 1 - sum(all) / sum(losses.variation))) : null,
    seeds: errors.length,
    spread: deviation(relative),
  };
}

/** One comparison; none where there is nothing to draw from. */
function comparisonOf(a: MethodLosses, b: MethodLosses, losses: TableLosses): TableEvaluation['comparisons'] {
  const result = bootstrap(losses.offCentre, a.errors, b.errors);
  const unexplained = bootstrap(losses.variation, a.squares, b.squares);
  if (!result || !unexplained) return [];
  const spread = seedSpread(
    [a, b].map(({ runs, errors }) => ({
      random: runs[0].random,
      seeds: errors.length,
      deviation: deviation(errors.map((all) => losses.relative(all))),
    })),
  );
  const outcome = outcomeOf(result, spread);
  return [{ a: a.name, b: b.name, result, r2: explained(unexplained), seed_spread: spread, outcome }];
}

/** Row by row, the mean of `a`'s errors over its seeds against that of `b`'s, as a share of all that could be wrong. */
function bootstrap(
  possible: readonly number[],
  a: readonly number[][],
  b: readonly number[][],
): PairedComparison | null {
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
