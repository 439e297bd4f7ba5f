import { type AnswerShape, middleOf, outputsOf, rawOutputs } from './answers';
import type { TrainingTable } from './train';

/** A group with fewer rows starts like all rows together. */
const FEWEST = 30;

/** Output biases [outputs] that put the middle quantile of each series at the mean of its targets. */
export function startingBias({ targets, weights }: TrainingTable, answers: AnswerShape): Float32Array {
  const { series, quantiles } = answers;
  const bias = new Float32Array(outputsOf(answers));
  for (let index = 0; index < series; index += 1) {
    let [count, sum] = [0, 0];
    for (let at = index; at < targets.length; at += series) {
      if (weights[at] === 0) continue;
      count += 1;
      sum += targets[at];
    }
    if (count > 0) bias[index * quantiles.length + middleOf(quantiles)] = sum / count;
  }
  return bias;
}

/**
 * Initial answers [groups, outputs]: the empirical quantiles of the targets' residuals from each row's placement, by
 * the group whose flag is set among the row's first inputs. A row's weight is the weight of a step of its answer in the
 * loss, which is bent by `power`.
 */
export function startingOffsets(
  table: TrainingTable,
  answers: AnswerShape,
  groups: number,
  power: number,
): Float32Array {
  const { series, quantiles } = answers;
  const count = table.targets.length / series;
  const width = table.inputs.length / count;
  const groupOf = Int32Array.from({ length: count }, (_, row) =>
    table.inputs.subarray(row * width, row * width + groups).indexOf(1),
  );
  const offsets: number[] = [];
  for (let group = 0; group < groups; group += 1) {
    for (let index = 0; index < series; index += 1) {
      const own = residuals(table, series, index, power, (row) => groupOf[row] === group);
      const taken = own.length >= FEWEST ? own : residuals(table, series, index, power, () => true);
      offsets.push(
        ...rawOutputs(
          quantiles.map((level) => weightedQuantile(taken, level)),
          quantiles,
        ),
      );
    }
  }
  return Float32Array.from(offsets);
}

interface Residual {
  value: number;
  weight: number;
}

/** Of one series, ascending. */
function residuals(
  { targets, weights, placement }: TrainingTable,
  series: number,
  index: number,
  power: number,
  taken: (row: number) => boolean,
): Residual[] {
  const found: Residual[] = [];
  for (let at = index; at < targets.length; at += series) {
    const row = (at - index) / series;
    if (weights[at] === 0 || !taken(row)) continue;
    const [location, spread] = placement ? [placement.location[at], placement.spread[row]] : [0, 1];
    found.push({
      value: (targets[at] - location) / spread,
      weight: weights[at] * spread * Math.exp(power * location),
    });
  }
  return found.sort((a, b) => a.value - b.value);
}

function weightedQuantile(ascending: readonly Residual[], level: number): number {
  const whole = ascending.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  for (const { value, weight } of ascending) {
    sum += weight;
    if (sum >= level * whole) return value;
  }
  return 0;
}
