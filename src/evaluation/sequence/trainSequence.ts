import type { Random } from '../../common/random';
import { rowsAt } from '../../common/rows';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { GraphBuilder, type Value } from '../../graph/builder';
import { reshape, slice } from '../../graph/ops';
import { answersByQuantile, answersOf, type AnswerShape, rawOutputs } from '../../training/network/answers';
import { type LossOptions, quantileLoss } from '../../training/network/loss';
import { constantsOf, flatten, weightsOf, type Weights } from '../../training/network/parameters';
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
  const flat = flatten(parameters);
  const build = (name: string) => {
    const graph = new GraphBuilder(name);
    const inputs = graph.input('inputs', 'float', [
      options.batch,
      shape.weeks * shape.channels + shape.context,
    ]);
    const location = graph.input('location', 'float', [options.batch, answers.series]);
    const spread = graph.input('spread', 'float', [options.batch, 1]);
    const raw = (weights: Weights) => rawAnswer(network, inputs, weights, shape);
    const answer = (weights: Weights): Value =>
      placed(answersOf(raw(weights), answers), { location, spread });
    const loss = (weights: Weights) => {
      const targets = graph.input('targets', 'float', [options.batch, answers.series]);
      const weight = graph.input('target_weights', 'float', [options.batch, answers.series]);
      const z = answersByQuantile(raw(weights), answers);
      return quantileLoss(placedByQuantile(z, { location, spread }), targets, weight, answers, options);
    };
    return { graph, answer, loss };
  };
  const step = build('training_step');
  const state = optimiserInputs(step.graph, flat.length);
  const views = weightsOf(parameters, state.weights);
  addAdam(step.loss(views), parameters, Object.values(views), state, options);
  const training = await openOnCpu(step.graph.bytes());
  const check = build('held_out');
  check.graph.output(
    'loss',
    check.loss(weightsOf(parameters, check.graph.input('weights', 'float', [flat.length]))),
  );
  const checking = await openOnCpu(check.graph.bytes());

  const floats = (data: Float32Array, ...dims: number[]) => new Tensor('float32', data, dims);
  const heldOutBatches = batchesOf(heldOut.rows, options.batch);
  const heldOutLoss = async (weights: Tensor) => {
    let sum = 0;
    for (const rows of heldOutBatches) {
      sum += (await checking.run({ weights, ...feedsOf(heldOut, rows, answers.series, true) })).loss
        .data[0] as number;
    }
    return sum / Math.max(1, heldOutBatches.length);
  };
  let now = {
    weights: floats(flat, flat.length),
    first: floats(new Float32Array(flat.length), flat.length),
    second: floats(new Float32Array(flat.length), flat.length),
  };
  let best = { loss: await heldOutLoss(now.weights), weights: flat };
  let waited = 0;
  for (let count = 1; count <= options.steps && waited < options.patience; count += 1) {
    const rows = Array.from({ length: options.batch }, () => random.below(table.rows));
    const outputs = await training.run({
      ...now,
      rate: floats(Float32Array.of(options.rate * Math.min(1, count / options.warmUp))),
      step: floats(Float32Array.of(count)),
      ...feedsOf(table, rows, answers.series, true),
    });
    now = {
      weights: outputs.new_weights as Tensor,
      first: outputs.new_first as Tensor,
      second: outputs.new_second as Tensor,
    } as typeof now;
    if (count % options.every !== 0) continue;
    const loss = await heldOutLoss(now.weights);
    waited += 1;
    if (loss < best.loss) {
      best = { loss, weights: (now.weights.data as Float32Array).slice() };
      waited = 0;
    }
  }
  await training.release();
  await checking.release();

  const final = build('answers');
  final.graph.output('answers', final.answer(constantsOf(parameters, best.weights, final.graph)));
  const session = await openOnCpu(final.graph.bytes());
  return {
    answer: async (asked) => {
      const width = answers.series * answers.quantiles.length;
      const result = new Float32Array(asked.rows * width);
      for (const rows of batchesOf(asked.rows, options.batch)) {
        const { answers: part } = await session.run(feedsOf(asked, rows, answers.series, false));
        const count = Math.min(rows.length, asked.rows - rows[0]);
        result.set((part.data as Float32Array).subarray(0, count * width), rows[0] * width);
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
  table: Omit<SequenceTable, 'targets' | 'weights'> & Partial<SequenceTable>,
  rows: readonly number[],
  series: number,
  judged: boolean,
): Record<string, Tensor> {
  const part = (values: Float32Array, width: number) =>
    new Tensor('float32', rowsAt(values, width, rows), [rows.length, width]);
  return {
    inputs: part(table.inputs, table.inputs.length / table.rows),
    location: part(table.location, series),
    spread: part(table.spread, 1),
    ...(judged && { targets: part(table.targets!, series), target_weights: part(table.weights!, series) }),
  };
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
