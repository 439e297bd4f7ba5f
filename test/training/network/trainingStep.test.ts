import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { gradients } from '../../../src/graph/gradients';
import { answersByQuantile, outputsOf } from '../../../src/training/network/answers';
import { quantileLoss } from '../../../src/training/network/loss';
import { network, networkParameters } from '../../../src/training/network/network';
import { flatten, weightsOf } from '../../../src/training/network/parameters';
import { Random } from '../../../src/common/random';
import { addAdam, optimiserInputs } from '../../../src/training/network/trainingStep';

const ROWS = 6;
const answers = { series: 2, quantiles: [0.1, 0.5, 0.9], floor: -3, ceiling: 12 };
const shape = { inputs: 5, hidden: 4, layers: 2, members: 2, groups: 0, outputs: outputsOf(answers) };
const adam = { weightDecay: 0.1, clip: 0.5 };

const random = new Random(11);
const floats = (size: number, low: number, high: number) =>
  Float32Array.from({ length: size }, () => low + (high - low) * random.uniform());
const parameters = networkParameters(shape, floats(shape.outputs, 0, 1), random);
const weights = flatten(parameters);
const batch = {
  inputs: new Tensor('float32', floats(ROWS * shape.inputs, -2, 2), [ROWS, shape.inputs]),
  targets: new Tensor('float32', floats(ROWS * 2, 0, 4), [ROWS, 2]),
  target_weights: new Tensor('float32', floats(ROWS * 2, 0, 1), [ROWS, 2]),
};
const vector = (values: Float32Array) => new Tensor('float32', values, [values.length]);
const scalar = (value: number) => new Tensor('float32', [value], []);

async function step() {
  const graph = new GraphBuilder('step');
  const state = optimiserInputs(graph, weights.length);
  const views = weightsOf(parameters, state.weights);
  const raw = network(graph.input('inputs', 'float', [ROWS, shape.inputs]), views, shape);
  const loss = quantileLoss(
    answersByQuantile(raw, answers),
    graph.input('targets', 'float', [ROWS, 2]),
    graph.input('target_weights', 'float', [ROWS, 2]),
    answers,
    { power: 0.5 },
  );
  addAdam(loss, parameters, Object.values(views), state, adam);
  graph.output('gradient', gradients(loss, [state.weights])[0]);
  const session = await openOnCpu(graph.bytes());
  return (at: Float32Array, first: Float32Array, second: Float32Array, rate: number, count: number) =>
    session.run({
      ...batch,
      weights: vector(at),
      first: vector(first),
      second: vector(second),
      rate: scalar(rate),
      step: scalar(count),
    });
}

const zeros = new Float32Array(weights.length);

test("the loss's gradient agrees with finite differences", async () => {
  const run = await step();
  const { gradient } = await run(weights, zeros, zeros, 0, 1);
  const lossAt = async (at: Float32Array) => (await run(at, zeros, zeros, 0, 1)).loss.data[0] as number;
  for (let index = 0; index < weights.length; index += 3) {
    const ahead = await lossAt(weights.with(index, weights[index] + 4e-3));
    const behind = await lossAt(weights.with(index, weights[index] - 4e-3));
    expect(Math.abs((gradient.data[index] as number) - (ahead - behind) / 8e-3)).toBeLessThan(4e-3);
  }
});

test('a step is that of Adam with decoupled decay and a clipped gradient', async () => {
  const run = await step();
  const first = floats(weights.length, -0.1, 0.1);
  const second = floats(weights.length, 0.01, 0.1);
  const outputs = await run(weights, first, second, 0.01, 3);
  const gradient = [...(outputs.gradient.data as Float32Array)];
  const clip = Math.min(1, adam.clip / Math.hypot(...gradient));
  const decays = Object.values(parameters).flatMap(({ initial, decay }) =>
    [...initial].map(() => (decay ? 1 : 0)),
  );
  weights.forEach((weight, at) => {
    const m = 0.9 * first[at] + 0.1 * clip * gradient[at];
    const v = 0.99 * second[at] + 0.01 * (clip * gradient[at]) ** 2;
    const direction = m / (1 - 0.9 ** 3) / (Math.sqrt(v / (1 - 0.99 ** 3)) + 1e-8);
    const expected = weight - 0.01 * (direction + adam.weightDecay * decays[at] * weight);
    expect(outputs.new_weights.data[at]).toBeCloseTo(expected, 5);
  });
});
