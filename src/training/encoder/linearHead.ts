import { rowsAt } from '../../common/rows';
import { populationDeviation, mean } from '../../common/statistics';
import { solve } from '../network/leastSquares';

/** What an encoder is tuned to: items with a text, a target, and what is known besides their words. */
export interface TuningItems {
  texts: readonly string[];
  /** [R] */
  targets: Float32Array;
  /** Row-major [R, C]: numbers, NaN where unknown. */
  columns: Float32Array;
}

/** Items scaled for a head: targets with mean 0 and standard deviation 1, columns likewise, with 0 for unknown. */
export interface ScaledItems {
  targets: Float32Array;
  columns: Float32Array;
  width: number;
}

/** A linear predictor: coefficients of a vector times the root of its width [D], of the columns [C], and a constant. */
export type LinearHead = Float64Array;

/** Candidate penalties on squared coefficients. */
const PENALTIES = [10, 100, 1000];
/** One in this many rows chooses the best. */
const JUDGING = 5;

/** Scales with the moments of the rows `seen`. */
export function scaledItems({ targets, columns }: TuningItems, seen: readonly number[]): ScaledItems {
  const width = columns.length / targets.length;
  const scaled = new Float32Array(columns.length);
  for (let column = 0; column < width; column += 1) {
    const scale = scaleOf(seen.map((row) => columns[row * width + column]));
    for (let row = 0; row < targets.length; row += 1) {
      const value = columns[row * width + column];
      scaled[row * width + column] = Number.isNaN(value) ? 0 : scale(value);
    }
  }
  const scale = scaleOf(seen.map((row) => targets[row]));
  return { targets: targets.map(scale), columns: scaled, width };
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const known = values.filter((value) => !Number.isNaN(value));
  const [middle, spread] = known.length > 0 ? [mean(known), populationDeviation(known)] : [0, 0];
  return (value) => (spread > 0 ? (value - middle) / spread : 0);
}

/** Inputs of a linear head, row-major [R, D + C]. */
export function headInputs(
  vectors: Float32Array,
  dimension: number,
  { columns, width }: ScaledItems,
): Float32Array {
  const rows = vectors.length / dimension;
  const inputs = new Float32Array(rows * (dimension + width));
  const root = Math.sqrt(dimension);
  for (let row = 0; row < rows; row += 1) {
    const at = row * (dimension + width);
    for (let place = 0; place < dimension; place += 1)
      inputs[at + place] = root * vectors[row * dimension + place];
    inputs.set(columns.subarray(row * width, (row + 1) * width), at + dimension);
  }
  return inputs;
}

/** Ridge regression on some rows, with the penalty that is best on every fifth of them. */
export function fitLinearHead(
  inputs: Float32Array,
  targets: Float32Array,
  rows: readonly number[],
): LinearHead {
  const width = inputs.length / targets.length;
  const judging = rows.filter((_, at) => at % JUDGING === 0);
  const others = rows.filter((_, at) => at % JUDGING !== 0);
  const fit = (chosen: readonly number[], penalty: number) =>
    solve(
      { inputs: rowsAt(inputs, width, chosen), width, rows: chosen.length },
      [(row) => targets[chosen[row]]],
      () => 1,
      penalty,
    )[0];
  const losses = PENALTIES.map((penalty) => {
    const head = fit(others, penalty);
    return mean(judging.map((row) => (linearAnswer(head, inputs, row) - targets[row]) ** 2));
  });
  return fit(rows, PENALTIES[losses.indexOf(Math.min(...losses))]);
}

export function linearAnswer(head: LinearHead, inputs: Float32Array, row: number): number {
  const width = head.length - 1;
  let sum = head[width];
  for (let at = 0; at < width; at += 1) sum += head[at] * inputs[row * width + at];
  return sum;
}
