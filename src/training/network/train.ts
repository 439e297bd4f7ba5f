import { type InferenceSession, openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder } from '../../graph/builder';
import { answersOf, type AnswerShape } from './answers';
import { type LossOptions, quantileLoss } from './loss';
import { network, type NetworkShape } from './network';
import { flatten, type Parameters, weightsOf } from './parameters';
import { rowsAt } from '../../common/rows';
import type { Random } from '../../common/random';
import { addAdam, type AdamOptions, optimiserInputs } from './trainingStep';

export interface TrainingTable {
  /** Row-major [R, inputs]: the network's inputs. */
  inputs: Float32Array;
  /** Row-major [R, S]: targets on the network's scale, 0 where unknown. */
  targets: Float32Array;
  /** Row-major [R, S]: weight of each target, 0 where unknown. */
  weights: Float32Array;
}

export interface TrainOptions extends AdamOptions, LossOptions {
  epochs: number;
  batch: number;
  rate: number;
  /** Steps over which the rate rises to `rate`; afterwards it falls to 0 as a cosine. */
  warmUp: number;
  dropout: number;
}

/** Told after every epoch: its number from 1 on, of how many, its mean loss, and the weights so far. */
export type OnEpoch = (
  epoch: number,
  epochs: number,
  loss: number,
  weights: Float32Array,
) => void | Promise<void>;

/**
 * Trains a network and gives its weights as `flatten` lays them out. `epochRows` names the rows of an epoch, in the
 * order in which they are taken. The same seed gives the same weights, byte for byte, on one kind of processor.
 */
export async function trainNetwork(
  table: TrainingTable,
  shape: NetworkShape,
  answers: AnswerShape,
  parameters: Parameters,
  epochRows: (random: Random) => Int32Array,
  options: TrainOptions,
  random: Random,
  onEpoch?: OnEpoch,
): Promise<Float32Array> {
  const { batch, epochs } = options;
  const session = await openStep(shape, answers, parameters, options);
  const masks = new DropoutMasks(shape, options, random);
  const initial = flatten(parameters);
  const floats = (data: Float32Array, ...dims: number[]) => new Tensor('float32', data, dims);
  let state = {
    weights: floats(initial, initial.length),
    first: floats(new Float32Array(initial.length), initial.length),
    second: floats(new Float32Array(initial.length), initial.length),
  };
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch += 1) {
    const rows = epochRows(random);
    masks.refill();
    const batches = Math.max(1, Math.floor(rows.length / batch));
    const steps = batches * epochs;
    let sum = 0;
    for (let index = 0; index < batches; index += 1) {
      step += 1;
      const rate = rateAt(step, steps, options);
      const chosen = Array.from({ length: batch }, (_, place) => rows[(index * batch + place) % rows.length]);
      const outputs = await session.run({
        ...state,
        rate: floats(Float32Array.of(rate)),
        step: floats(Float32Array.of(step)),
        inputs: floats(rowsAt(table.inputs, shape.inputs, chosen), batch, shape.inputs),
        targets: floats(rowsAt(table.targets, answers.series, chosen), batch, answers.series),
        target_weights: floats(rowsAt(table.weights, answers.series, chosen), batch, answers.series),
        ...masks.feeds(floats),
      });
      state = {
        weights: outputs.new_weights as Tensor,
        first: outputs.new_first as Tensor,
        second: outputs.new_second as Tensor,
      } as typeof state;
      sum += outputs.loss.data[0] as number;
    }
    if (!Number.isFinite(sum))
      throw new Error(`training diverged in epoch ${epoch}: its loss is ${sum / batches}`);
    await onEpoch?.(epoch, epochs, sum / batches, state.weights.data as Float32Array);
  }
  await session.release();
  return state.weights.data as Float32Array;
}

async function openStep(
  shape: NetworkShape,
  answers: AnswerShape,
  parameters: Parameters,
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
  const answer = answersOf(network(inputs, weights, shape.layers, masks), answers);
  const loss = quantileLoss(answer, targets, targetWeights, answers, options);
  addAdam(loss, parameters, Object.values(weights), state, options);
  return openOnCpu(graph.bytes());
}

function rateAt(step: number, steps: number, { rate, warmUp }: TrainOptions): number {
  return rate * Math.min(1, step / warmUp) * (0.5 + 0.5 * Math.cos((Math.PI * (step - 1)) / steps));
}

/** Dropout masks cut at random places from a pool that is renewed every epoch. */
class DropoutMasks {
  private readonly pool: Float32Array;
  private readonly size: number;

  constructor(
    private readonly shape: NetworkShape,
    private readonly options: TrainOptions,
    private readonly random: Random,
  ) {
    this.size = shape.members * options.batch * shape.hidden;
    this.pool = new Float32Array(this.size * 4);
  }

  refill(): void {
    this.random.mask(this.pool, this.options.dropout);
  }

  feeds(floats: (data: Float32Array, ...dims: number[]) => Tensor): Record<string, Tensor> {
    const { layers, members, hidden } = this.shape;
    return Object.fromEntries(
      Array.from({ length: layers }, (_, layer) => {
        const from = this.random.below(this.pool.length - this.size);
        return [
          `mask${layer}`,
          floats(this.pool.subarray(from, from + this.size), members, this.options.batch, hidden),
        ];
      }),
    );
  }
}
