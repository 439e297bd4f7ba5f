import { Random } from '../../common/random';
import { rowsAt } from '../../common/rows';
import { batchShape, tokenFeeds } from '../../engine/encoderSession';
import { floats, floatsIn } from '../../engine/floats';
import { packTokens } from '../../engine/packTokens';
import { type InferenceSession, openSession } from '../../engine/runtime';
import type { SessionSettings } from '../../contract/messages';
import { GraphBuilder } from '../../graph/builder';
import { importGraph } from '../../graph/differentiable/importGraph';
import { widenHalves } from '../../graph/halves';
import { add, matmul, mul, reduceSum, sub } from '../../graph/ops';
import { SENTENCE_OUTPUT } from '../../graph/tensorNames';
import { readModel, writeModel } from '../../graph/proto';
import { OptimiserState } from '../network/optimiserState';
import { flatten, type Parameters, weightsOf } from '../network/parameters';
import { addAdam, optimiserInputs } from '../network/trainingStep';
import { adapterParameters, besideProduct, mergeAdapters } from './adapters';
import { type DifferentiableEncoder, differentiableEncoder } from './differentiableEncoder';
import type { LinearHead, ScaledItems } from './linearHead';
import type { TuningOptions } from './tuningOptions';

/** Called after each step with the number done and the total. */
export type OnTuned = (done: number, of: number) => void;

/** What an encoder is tuned on: token ids of each item's text, and the rows that may be used. */
export interface TuningTask extends ScaledItems {
  ids: readonly Int32Array[];
  seen: readonly number[];
  dimension: number;
  /** Initial values of the head. */
  head: LinearHead;
}

/** Gradients are clipped to this length. */
const CLIP = 1;
const WARM_UP = 0.1;
/** Number of batches whose texts are sorted by length together, so that they need little padding. */
const SORTED_TOGETHER = 8;

/**
 * Tunes an encoder, ONNX bytes in fp32 or fp16 with the output `sentence_embedding` [N, D], to a target that a linear
 * head predicts from its vectors and from columns: adapters and head together, by squared errors. Returns the encoder
 * in fp32 with the adapters merged. The same seed gives the same bytes on one type of processor.
 */
export async function tuneEncoder(
  bytes: Uint8Array,
  task: TuningTask,
  options: TuningOptions,
  settings: SessionSettings,
  onTuned: OnTuned = () => {},
): Promise<Uint8Array> {
  const encoder = await differentiableEncoder(bytes);
  const layers = options.layers === null ? encoder.layers : encoder.layers.slice(-options.layers);
  const weights = layers.flat();
  const random = new Random(options.seed);
  const parameters = {
    ...adapterParameters(weights, options, random),
    ...headParameters(task.head, task.dimension),
  };
  const session = await openSession(stepGraph(encoder, parameters, task), settings);
  let trained: Float32Array;
  try {
    trained = await train(session, encoder.inputs, parameters, task, options, random, onTuned);
  } finally {
    await session.release();
  }
  const merged = readModel(bytes);
  widenHalves(merged);
  mergeAdapters(merged, weights, partsOf(parameters, trained), options);
  return writeModel(merged);
}

function headParameters(head: LinearHead, dimension: number): Parameters {
  const weight = (values: Float64Array, shape: number[]) => ({
    shape,
    initial: Float32Array.from(values),
    decay: false,
  });
  const columns = head.subarray(dimension, -1);
  return {
    ofWords: weight(head.subarray(0, dimension), [dimension, 1]),
    ...(columns.length > 0 && { ofColumns: weight(columns, [columns.length, 1]) }),
    constant: weight(head.subarray(-1), [1]),
  };
}

/** One step of Adam down the squared error: encoder, head, gradients and update in one graph. */
function stepGraph(
  encoder: DifferentiableEncoder,
  parameters: Parameters,
  { dimension, width }: TuningTask,
): Uint8Array {
  const graph = new GraphBuilder('tuning_step');
  const state = optimiserInputs(graph, flatten(parameters).length);
  const values = weightsOf(parameters, state.weights);
  const valueOf = importGraph(graph, encoder.graph, {
    inputs: new Map(encoder.inputs.map((name) => [name, graph.input(name, 'int64', ['N', 'L'])])),
    types: encoder.types,
    beside: besideProduct(values),
  });
  const vectors = mul(valueOf(SENTENCE_OUTPUT), Math.sqrt(dimension));
  const ofWords = add(matmul(vectors, values.ofWords), values.constant);
  const answers = values.ofColumns
    ? add(ofWords, matmul(graph.input('columns', 'float', ['N', width]), values.ofColumns))
    : ofWords;
  const error = sub(answers, graph.input('targets', 'float', ['N', 1]));
  const loss = mul(reduceSum(mul(error, error), [0, 1]), graph.input('share', 'float', []));
  addAdam(loss, parameters, Object.values(values), state, { weightDecay: 0, clip: CLIP });
  return graph.bytes();
}

async function train(
  session: InferenceSession,
  inputNames: readonly string[],
  parameters: Parameters,
  task: TuningTask,
  { batch, epochs, rate }: TuningOptions,
  random: Random,
  onTuned: OnTuned,
): Promise<Float32Array> {
  let state = OptimiserState.of(flatten(parameters));
  const steps = epochs * Math.ceil(task.seen.length / batch);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    for (const chosen of batchesOf(task, batch, random)) {
      step += 1;
      const tokens = packTokens(chosen.map((row) => task.ids[row]));
      const shape = batchShape(tokens, { tokens: 1, rows: 1 }, Infinity);
      const outputs = await session.run({
        ...state.feeds(step, rateAt(step, steps, rate)),
        ...tokenFeeds(tokens, shape, inputNames),
        ...(task.width > 0 && {
          columns: floats(rowsAt(task.columns, task.width, chosen), chosen.length, task.width),
        }),
        targets: floats(rowsAt(task.targets, 1, chosen), chosen.length, 1),
        share: floats(Float32Array.of(1 / chosen.length)),
      });
      state = OptimiserState.after(outputs);
      if (!Number.isFinite(floatsIn(outputs, 'loss')[0]))
        throw new Error(`tuning the encoder diverged by step ${step}; take a smaller rate`);
      onTuned(step, steps);
    }
  }
  return state.weights;
}

/** Rows of an epoch: in random order, with those of similar length together. */
function batchesOf({ seen, ids }: TuningTask, batch: number, random: Random): number[][] {
  const order = random.shuffle([...seen]);
  const batches: number[][] = [];
  for (let from = 0; from < order.length; from += batch * SORTED_TOGETHER) {
    const part = order.slice(from, from + batch * SORTED_TOGETHER);
    part.sort((a, b) => ids[a].length - ids[b].length || a - b);
    for (let at = 0; at < part.length; at += batch) batches.push(part.slice(at, at + batch));
  }
  return random.shuffle(batches);
}

/** Linear warm-up over the first tenth of the steps, then cosine decay to zero. */
function rateAt(step: number, steps: number, rate: number): number {
  const rise = Math.min(1, step / Math.max(1, WARM_UP * steps));
  return rate * rise * (0.5 + 0.5 * Math.cos((Math.PI * (step - 1)) / steps));
}

/** Trained parameters by name. */
function partsOf(parameters: Parameters, flat: Float32Array): Record<string, Float32Array> {
  let at = 0;
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { initial }]) => {
      at += initial.length;
      return [name, flat.slice(at - initial.length, at)];
    }),
  );
}
