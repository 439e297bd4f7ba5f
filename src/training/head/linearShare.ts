import { floatsIn } from '../../engine/floats';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { add, matmul, mul, reshape, sub } from '../../graph/ops';
import { type AnswerShape, aroundMiddle, clamp } from '../network/answers';
import { solve } from '../network/leastSquares';
import type { TrainingTable } from '../network/train';

/**
 * Half of the answer of a network that has seen few rows: a ridge regression on the network's inputs, [inputs + 1], the
 * last one the constant.
 */
export type LinearShare = Float32Array;

/** Of both, so that each makes up for the other's errors; a share chosen on a few held-out rows was worse. */
const SHARE = 0.5;
const PENALTY = 30;
/** Targets and answers are bounded by this many standard deviations, so that outliers do not bend the regression. */
const FARTHEST = 2.5;

/** Fitted on the rows with weight; targets have mean 0 and standard deviation 1. */
export function fitLinearShare({ inputs, targets, weights }: TrainingTable): LinearShare {
  const rows = targets.length;
  const target = (row: number) => Math.min(Math.max(targets[row], -FARTHEST), FARTHEST);
  const table = { inputs, width: inputs.length / rows, rows };
  return Float32Array.from(solve(table, [target], (row) => weights[row], PENALTY)[0]);
}

/** Quantiles [N, 1, Q] moved together, so that the middle one is the mean of the network's and the regression's. */
export function movedByShare(
  quantiles: Value,
  inputs: Value,
  weights: LinearShare,
  { quantiles: levels, floor, ceiling }: AnswerShape,
): Value {
  const width = weights.length - 1;
  const slopes = inputs.graph.constant(weights.subarray(0, width), [width, 1]);
  const linear = clamp(add(matmul(inputs, slopes), weights[width]), -FARTHEST, FARTHEST);
  const { middle } = aroundMiddle(quantiles, levels);
  const step = mul(sub(reshape(linear, ['N', 1, 1]), middle), SHARE);
  return clamp(add(quantiles, step), floor, ceiling);
}

/** The same for quantiles [N, Q] and inputs [N, width], row-major. */
export async function movedAnswers(
  answers: Float32Array,
  inputs: Float32Array,
  weights: LinearShare,
  shape: AnswerShape,
): Promise<Float32Array> {
  const graph = new GraphBuilder('moved');
  const [levels, width] = [shape.quantiles.length, weights.length - 1];
  const own = graph.input('own', 'float', ['N', 1, levels]);
  graph.output('moved', movedByShare(own, graph.input('inputs', 'float', ['N', width]), weights, shape));
  const session = await openOnCpu(graph.bytes());
  const rows = answers.length / levels;
  const outputs = await session.run({
    own: new Tensor('float32', answers, [rows, 1, levels]),
    inputs: new Tensor('float32', inputs, [rows, width]),
  });
  await session.release();
  return floatsIn(outputs, 'moved');
}
