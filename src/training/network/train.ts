import { floats, floatsIn } from '../../engine/floats';
import { type InferenceSession, openOnCpu } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { answersByQuantile, type AnswerShape } from './answers';
import { DropoutMasks } from './dropoutMasks';
import { type LossOptions, quantileLoss } from './loss';
import { network, type NetworkShape } from './network';
import { OptimiserState } from './optimiserState';
import { flatten, type Parameters, weightsOf } from './parameters';
import { rowsAt } from '../../common/rows';
import { placedByQuantile } from './placement';
import type { Random } from '../../common/random';
import { addAdam, type AdamOptions, optimiserInputs } from './trainingStep';

export interface TrainingTable {
  /** Row-major [R, inputs]: the network's inputs. */
  inputs: Float32Array;
  /** Row-major [R, S]: targets as the answers are placed, 0 where unknown. */
  targets: Float32Array;
  /** Row-major [R, S]: weight of each target, 0 where unknown. */
  weights: Float32Array;
  /** Location of each row's answers: location row-major [R, S], spread [R]; null: 0 with a spread of 1. */
  placement: { location: Float32Array; spread: Float32Array } | null;
}

export interface TrainOptions extends AdamOptions, LossOptions {
  steps: number;
  batch: number;
  rate: number;
  /** Steps over which the rate rises to `rate`. */
  warmUp: number;
  /**
   * Share of the running average of the weights that is kept at each step; the average is then the result, and the rate
   * is constant. 0: no average, and the rate falls to 0 as a cosine.
   */
  averaging: number;
  dropout: number;
}

/**
 * Called every `every` steps with their number, the mean loss since the last call, and the weights so far. True stops.
 */
export interface Watch {
  every: number;
  look(step: number, loss: number, weights: Float32Array): Promise<boolean>;
}

/**
 * Trains a network and returns its weights in the layout of `flatten`. `epochRows` gives the rows of an epoch in order.
 * The same seed gives the same weights, byte for byte, on one type of processor.
 */
export async function trainNetwork(
  table: TrainingTable,
  shape: NetworkShape,
  answers: AnswerShape,
  parameters: Parameters,
  epochRows: (random: Random) => Int32Array,
  options: TrainOptions,
  random: Random,
  watch?: Watch,
): Promise<Float32Array> {
  const { batch, steps } = options;
  const session = await openStep(shape, answers, parameters, table.placement !== null, options);
  const masks = new DropoutMasks(shape, options, random);
  const initial = flatten(parameters);
  const average = initial.slice();
  let state = OptimiserState.of(initial);
  const result = () => (options.averaging > 0 ? average : state.weights);
  let rows: Int32Array = new Int32Array();
  let [taken, batches] = [0, 0];
  let [sum, since] = [0, 0];
  for (let step = 1; step <= steps; step += 1) {
    if (taken === batches) {
      rows = epochRows(random);
      masks.refill();
      [taken, batches] = [0, Math.max(1, Math.floor(rows.length / batch))];
    }
    const from = taken * batch;
    const chosen = Array.from({ length: batch }, (_, place) => rows[(from + place) % rows.length]);
    taken += 1;
    const outputs = await session.run({
      ...state.feeds(step, rateAt(step, options)),
      inputs: floats(rowsAt(table.inputs, shape.inputs, chosen), batch, shape.inputs),
      targets: floats(rowsAt(table.targets, answers.series, chosen), batch, answers.series),
      target_weights: floats(rowsAt(table.weights, answers.series, chosen), batch, answers.series),
      ...(table.placement && {
        location: floats(rowsAt(table.placement.location, answers.series, chosen), batch, answers.series),
        spread: floats(rowsAt(table.placement.spread, 1, chosen), batch, 1),
      }),
      ...masks.feeds(floats),
    });
    state = OptimiserState.after(outputs);
    if (options.averaging > 0) {
      follow(average, state.weights, Math.min(options.averaging, step / (step + 9)));
    }
    sum += floatsIn(outputs, 'loss')[0];
    since += 1;
    if (!Number.isFinite(sum)) throw new Error(`training diverged by step ${step}: its loss is ${sum}`);
    if (watch && step % watch.every === 0) {
      if (await watch.look(step, sum / since, result())) break;
      [sum, since] = [0, 0];
    }
  }
  await session.release();
  return result();
}

async function openStep(
  shape: NetworkShape,
  answers: AnswerShape,
  parameters: Parameters,
  hasPlacement: boolean,
  options: TrainOptions,
): Promise<InferenceSession> {
  const { batch } = options;
  const graph = new GraphBuilder('training_step');
  const size = flatten(parameters).length;
  const state = optimiserInputs(graph, size);
  const weights = weightsOf(parameters, state.weights);
  const inputs = graph.input('inputs', 'float', [batch, shape.inputs]);
  const targets = graph.input('targets', 'float', [batch, answers.series]);
  const targetWeights = graph.input('target_weights', 'float', [batch, answers.series]);
  const masks = Array.from({ length: shape.layers }, (_, layer) =>
    graph.input(`mask${layer}`, 'float', [shape.members, batch, shape.hidden]),
  );
  const answer = answersByQuantile(network(inputs, weights, shape, masks), answers);
  const place = (z: Value) =>
    placedByQuantile(z, {
      location: graph.input('location', 'float', [batch, answers.series]),
      spread: graph.input('spread', 'float', [batch, 1]),
    });
  const quantiles = hasPlacement ? place(answer) : answer;
  const loss = quantileLoss(quantiles, targets, targetWeights, answers, options);
  addAdam(loss, parameters, Object.values(weights), state, options);
  return openOnCpu(graph.bytes());
}

function rateAt(step: number, { rate, warmUp, steps, averaging }: TrainOptions): number {
  const warm = rate * Math.min(1, step / warmUp);
  return averaging > 0 ? warm : warm * (0.5 + 0.5 * Math.cos((Math.PI * (step - 1)) / steps));
}

function follow(average: Float32Array, weights: Float32Array, kept: number): void {
  for (let at = 0; at < average.length; at += 1) average[at] += (1 - kept) * (weights[at] - average[at]);
}
