import { floatsIn } from '../../engine/floats';
import { rowsAt } from '../../common/rows';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { add, matmul, slice } from '../../graph/ops';
import { clamp } from './answers';
import { solve } from './leastSquares';
import type { TrainingTable } from './train';

/**
 * A linear predictor of every series from a network's inputs: row-major [inputs + 1, S], the last row the constants.
 */
export interface Regression {
  weights: Float32Array;
  series: number;
}

/** Penalty on a squared coefficient, relative to squared errors in spreads. */
const PENALTY = 100;
/**
 * Targets and answers are clipped at this many spreads from the level, and inputs at as many standard deviations,
 * because medians are wanted.
 */
const FARTHEST = 1.25;
const ROWS_AT_ONCE = 4096;

/**
 * Ridge regression (Hoerl and Kennard 1970) of the residuals from a table's placement, in spreads, on its inputs: one
 * for each series, over the rows whose target has weight, solved in closed form. The constant is not penalised.
 */
export function fitRidge({ inputs, targets, weights, placement }: TrainingTable, series: number): Regression {
  const rows = targets.length / series;
  const width = inputs.length / rows;
  const result = new Float32Array((width + 1) * series);
  const bounded = inputs.map(within);
  const target = (index: number) => (row: number) => {
    const [location, spread] = placement
      ? [placement.location[row * series + index], placement.spread[row]]
      : [0, 1];
    const left = (targets[row * series + index] - location) / spread;
    return within(left);
  };
  for (const alike of weighedAlike(weights, series)) {
    const weight = (row: number) => weights[row * series + alike[0]];
    solve({ inputs: bounded, width, rows }, alike.map(target), weight, PENALTY).forEach((found, place) =>
      found.forEach((value, at) => (result[at * series + alike[place]] = value)),
    );
  }
  return { weights: result, series };
}

/** Series with the same weight in every row: their normal equations differ only in their targets. */
function weighedAlike(weights: Float32Array, series: number): number[][] {
  const groups: number[][] = [];
  for (let index = 0; index < series; index += 1) {
    const same = groups.find(([first]) =>
      weights.every((weight, at) => at % series !== index || weight === weights[at - index + first]),
    );
    if (same) same.push(index);
    else groups.push([index]);
  }
  return groups;
}

function within(value: number): number {
  return Math.min(Math.max(value, -FARTHEST), FARTHEST);
}

/** Answers [N, S] for inputs [N, width] in a graph, to be placed like a network's. */
export function ridgeAnswers(inputs: Value, { weights, series }: Regression): Value {
  const { graph } = inputs;
  const size = weights.length / series;
  const all = graph.constant(weights, [size, series]);
  const bounded = clamp(inputs, -FARTHEST, FARTHEST);
  const linear = add(matmul(bounded, slice(all, 0, 0, size - 1)), slice(all, 0, size - 1, size));
  return clamp(linear, -FARTHEST, FARTHEST);
}

/** The same for some rows of a table, placed: row-major [rows, S]. */
export async function ridgeForecasts(
  regression: Regression,
  { inputs, placement }: TrainingTable,
  chosen: readonly number[],
): Promise<Float32Array> {
  const { series, weights } = regression;
  const width = weights.length / series - 1;
  const graph = new GraphBuilder('ridge');
  graph.output('answers', ridgeAnswers(graph.input('inputs', 'float', ['N', width]), regression));
  const session = await openOnCpu(graph.bytes());
  const result = new Float32Array(chosen.length * series);
  for (let from = 0; from < chosen.length; from += ROWS_AT_ONCE) {
    const rows = chosen.slice(from, from + ROWS_AT_ONCE);
    const part = new Tensor('float32', rowsAt(inputs, width, rows), [rows.length, width]);
    const outputs = await session.run({ inputs: part });
    floatsIn(outputs, 'answers').forEach((z, at) => {
      const row = rows[Math.floor(at / series)];
      const [location, spread] = placement
        ? [placement.location[row * series + (at % series)], placement.spread[row]]
        : [0, 1];
      result[from * series + at] = location + spread * z;
    });
  }
  await session.release();
  return result;
}
