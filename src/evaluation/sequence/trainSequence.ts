import type { Random } from '../../common/random';
import { rowsAt } from '../../common/rows';
import { floats, floatsIn } from '../../engine/floats';
import { type InferenceSession, openOnCpu, type Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { reshape, slice } from '../../graph/ops';
import { answersByQuantile, answersOf, type AnswerShape, rawOutputs } from '../../training/network/answers';
import { type LossOptions, quantileLoss } from '../../training/network/loss';
import { OptimiserState } from '../../training/network/optimiserState';
import {
  constantsOf,
  flatten,
  type Parameters,
  weightsOf,
  type Weights,
} from '../../training/network/parameters';
import { placed, placedByQuantile } from '../../training/network/placement';
import { addAdam, type AdamOptions, optimiserInputs } from '../../training/network/trainingStep';
import type { SequenceNetwork, SequenceShape } from './sequenceNetwork';

/** Rows of one network: inputs [R, weeks * channels + context], location and spread of the answers, targets and weights. */
export interface SequenceTable {
  rows: number;
  inputs: Float32Array;
  /** Row-major [R, S] in log1p(units), spread [R]. */
  location: Float32Array;
  spread: Float32Array;
  /** Row-major [R, S] in log1p(units); a weight of 0 where unknown. */
  targets: Float32Array;
  weights: Float32Array;
}

export interface SequenceTraining extends AdamOptions, LossOptions {
  steps: number;
  batch: number;
  rate: number;
  warmUp: number;
  /** Steps between two looks at held-out rows, and looks without a new least loss after which training stops. */
  every: number;
  patience: number;
}

export interface FittedSequence {
  /** Quantiles [R, S, Q] in log1p(units). */
  answer(table: Omit<SequenceTable, 'targets' | 'weights'>): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Quantiles of a standard normal: what answers start from, in spreads around the level. */
const START: Record<number, number> = { 0.1: -1.28, 0.5: 0, 0.9: 1.28 };

/** One training: a network of a shape, what it answers, and how it is trained. */
interface Training {
  network: SequenceNetwork;
  shape: SequenceShape;
  answers: AnswerShape;
  parameters: Parameters;
  options: SequenceTraining;
}

/** Trains by the training step of the model's own network until held-out rows say stop; keeps the weights that were best there. */
export async function trainSequence(
  network: SequenceNetwork,
  shape: SequenceShape,
  answers: AnswerShape,
  table: SequenceTable,
  heldOut: SequenceTable,
  options: SequenceTraining,
  random: Random,
): Promise<FittedSequence> {
  const raw = rawOutputs(
    answers.quantiles.map((level) => START[level] ?? 0),
    answers.quantiles,
  );
  const bias = Float32Array.from({ length: shape.outputs }, (_, at) => raw[at % raw.length]);
  const parameters = network.parameters(shape, bias, random);
  const training = { network, shape, answers, parameters, options };
  return fitted(training, await bestWeights(training, table, heldOut, random));
}

/** Steps on rows of the table at random; the weights at which the held-out rows' loss was least. */
async function bestWeights(
  training: Training,
  table: SequenceTable,
  heldOut: SequenceTable,
  random: Random,
): Promise<Float32Array> {
  const { answers, parameters, options } = training;
  const stepping = await openStep(training);
  const judge = await HeldOutLoss.open(training, heldOut);
  let state = OptimiserState.of(flatten(parameters));
  let best = { loss: await judge.of(state.weights), weights: state.weights };
  let waited = 0;
  for (let step = 1; step <= options.steps && waited < options.patience; step += 1) {
    const rows = Array.from({ length: options.batch }, () => random.below(table.rows));
    const outputs = await stepping.run({
      ...state.feeds(step, options.rate * Math.min(1, step / options.warmUp)),
      ...judgedFeeds(table, rows, answers.series),
    });
    state = OptimiserState.after(outputs);
    if (step % options.every !== 0) continue;
    const loss = await judge.of(state.weights);
    waited += 1;
    if (loss < best.loss) {
      best = { loss, weights: state.weights.slice() };
      waited = 0;
    }
  }
  await stepping.release();
  await judge.close();
  return best.weights;
}

/** A graph of the network for one batch: its placed answers, and its loss, each added where it is asked for. */
function graphOf({ network, shape, answers, options }: Training, name: string) {
  const graph = new GraphBuilder(name);
  const { batch } = options;
  const inputs = graph.input('inputs', 'float', [batch, shape.weeks * shape.channels + shape.context]);
  const location = graph.input('location', 'float', [batch, answers.series]);
  const spread = graph.input('spread', 'float', [batch, 1]);
  const raw = (weights: Weights) => rawAnswer(network, inputs, weights, shape);
  const answer = (weights: Weights): Value => placed(answersOf(raw(weights), answers), { location, spread });
  const loss = (weights: Weights) => {
    const targets = graph.input('targets', 'float', [batch, answers.series]);
    const weight = graph.input('target_weights', 'float', [batch, answers.series]);
    const z = answersByQuantile(raw(weights), answers);
    return quantileLoss(placedByQuantile(z, { location, spread }), targets, weight, answers, options);
  };
  return { graph, answer, loss };
}

function openStep(training: Training): Promise<InferenceSession> {
  const { parameters, options } = training;
  const { graph, loss } = graphOf(training, 'training_step');
  const state = optimiserInputs(graph, flatten(parameters).length);
  const views = weightsOf(parameters, state.weights);
  addAdam(loss(views), parameters, Object.values(views), state, options);
  return openOnCpu(graph.bytes());
}

/** What held-out rows lose by weights. */
class HeldOutLoss {
  private constructor(
    private readonly session: InferenceSession,
    private readonly table: SequenceTable,
    private readonly training: Training,
  ) {}

  static async open(training: Training, table: SequenceTable): Promise<HeldOutLoss> {
    const { parameters } = training;
    const { graph, loss } = graphOf(training, 'held_out');
    const weights = graph.input('weights', 'float', [flatten(parameters).length]);
    graph.output('loss', loss(weightsOf(parameters, weights)));
    return new HeldOutLoss(await openOnCpu(graph.bytes()), table, training);
  }

  async of(weights: Float32Array): Promise<number> {
    const { answers, options } = this.training;
    const batches = batchesOf(this.table.rows, options.batch);
    let sum = 0;
    for (const rows of batches) {
      const outputs = await this.session.run({
        weights: floats(weights, weights.length),
        ...judgedFeeds(this.table, rows, answers.series),
      });
      sum += floatsIn(outputs, 'loss')[0];
    }
    return sum / Math.max(1, batches.length);
  }

  close(): Promise<void> {
    return this.session.release();
  }
}

async function fitted(training: Training, weights: Float32Array): Promise<FittedSequence> {
  const { answers, parameters, options } = training;
  const { graph, answer } = graphOf(training, 'answers');
  graph.output('answers', answer(constantsOf(parameters, weights, graph)));
  const session = await openOnCpu(graph.bytes());
  return {
    answer: async (asked) => {
      const width = answers.series * answers.quantiles.length;
      const result = new Float32Array(asked.rows * width);
      for (const rows of batchesOf(asked.rows, options.batch)) {
        const outputs = await session.run(feedsOf(asked, rows, answers.series));
        const count = Math.min(rows.length, asked.rows - rows[0]);
        result.set(floatsIn(outputs, 'answers').subarray(0, count * width), rows[0] * width);
      }
      return result;
    },
    close: () => session.release(),
  };
}

/** Raw answers as of one member of an ensemble: [1, N, outputs]. */
function rawAnswer(network: SequenceNetwork, inputs: Value, weights: Weights, shape: SequenceShape): Value {
  const { weeks, channels, context } = shape;
  const [rows] = inputs.shape;
  const sequence = reshape(slice(inputs, 1, 0, weeks * channels), [rows, weeks, channels]);
  const around = slice(inputs, 1, weeks * channels, weeks * channels + context);
  const raw = network.answer(sequence, around, weights, shape);
  return reshape(raw, [1, ...raw.shape]);
}

function feedsOf(
  table: Omit<SequenceTable, 'targets' | 'weights'>,
  rows: readonly number[],
  series: number,
): Record<string, Tensor> {
  return {
    inputs: batchOf(table.inputs, table.inputs.length / table.rows, rows),
    location: batchOf(table.location, series, rows),
    spread: batchOf(table.spread, 1, rows),
  };
}

/** With what a loss takes as well. */
function judgedFeeds(table: SequenceTable, rows: readonly number[], series: number): Record<string, Tensor> {
  return {
    ...feedsOf(table, rows, series),
    targets: batchOf(table.targets, series, rows),
    target_weights: batchOf(table.weights, series, rows),
  };
}

function batchOf(values: Float32Array, width: number, rows: readonly number[]): Tensor {
  return floats(rowsAt(values, width, rows), rows.length, width);
}

/** Rows in their order, batch by batch; the last batch is filled up from the front. */
function batchesOf(rows: number, batch: number): number[][] {
  return Array.from({ length: Math.ceil(rows / batch) }, (_, index) =>
    Array.from({ length: batch }, (_place, at) => {
      const row = index * batch + at;
      return row < rows ? row : row % rows;
    }),
  );
}
