import { openOnCpu, Tensor } from '../../src/engine/runtime';
import { GraphBuilder, type Value } from '../../src/graph/builder';
import { gradients } from '../../src/graph/gradients';
import * as ops from '../../src/graph/ops';

const { add, sub, mul, div, matmul, reduceSum, reduceMean } = ops;

const STEP = 5e-3;
const TOLERANCE = 5e-3;

/** One input of the batch, [N = 4, 3], and one parameter; the loss is a weighted sum of what the case answers. */
type Case = (x: Value, p: Value) => Value;

const cases: Record<string, { shape: number[]; of: Case }> = {
  'add, broadcast over rows': { shape: [3], of: (x, p) => add(x, p) },
  'sub, broadcast over columns': { shape: [4, 1], of: (x, p) => sub(p, x) },
  'mul, with a new axis': { shape: [2, 1, 3], of: (x, p) => mul(x, p) },
  div: { shape: [3], of: (x, p) => div(x, add(mul(p, p), 1)) },
  'exp and log': { shape: [3], of: (x, p) => ops.log(add(ops.exp(mul(x, p)), 1)) },
  'sqrt and neg': { shape: [3], of: (x, p) => ops.sqrt(add(mul(p, p), ops.neg(ops.sub(0, mul(x, x))))) },
  'relu and sigmoid': { shape: [3], of: (x, p) => add(ops.relu(mul(x, p)), ops.sigmoid(p)) },
  'silu and softplus': { shape: [3], of: (x, p) => add(ops.silu(mul(x, p)), ops.softplus(p)) },
  'maximum and minimum': { shape: [3], of: (x, p) => add(ops.maximum(x, p), ops.minimum(mul(p, 2), x)) },
  where: { shape: [3], of: (x, p) => ops.where(ops.greater(x, 0), mul(p, p), mul(p, x)) },
  'matmul by a matrix': { shape: [3, 2], of: (x, p) => matmul(x, p) },
  'matmul of a batch by a matrix': { shape: [3, 2], of: (x, p) => matmul(ops.reshape(x, [2, 2, 3]), p) },
  'matmul of a batch by a batch': { shape: [5, 3, 2], of: (x, p) => matmul(x, p) },
  'matmul with the parameter left': { shape: [5, 2, 4], of: (x, p) => matmul(p, x) },
  'transpose and reshape': {
    shape: [2, 6],
    of: (x, p) => mul(ops.transpose(ops.reshape(p, [3, 4]), [1, 0]), x),
  },
  'concat and slice': { shape: [4, 2], of: (x, p) => ops.slice(ops.concat([p, x, p], 1), 1, 1, 6) },
  'sums and means': {
    shape: [2, 4, 3],
    of: (x, p) => mul(reduceSum(p, [0]), add(x, reduceMean(mul(p, p), [0, 2], true))),
  },
  'tanh and softmax': { shape: [4, 3], of: (x, p) => mul(ops.softmax(mul(p, 2)), ops.tanh(add(x, p))) },
  'layer normalisation': {
    shape: [4, 3],
    of: (x, p) => ops.layerNorm(mul(p, p), ops.slice(p, 0, 0, 1), mul(ops.slice(p, 0, 1, 2), x)),
  },
  'attention over weeks': {
    shape: [4, 3],
    of: (x, p) => matmul(ops.softmax(matmul(p, ops.transpose(x, [1, 0]))), add(x, p)),
  },
  'a recurrence over weeks': {
    shape: [4, 3],
    of: (x, p) =>
      [0, 1, 2].reduce((state, week) => {
        const now = ops.slice(x, 1, week, week + 1);
        return ops.tanh(add(mul(state, ops.sigmoid(now)), mul(now, ops.slice(p, 1, week, week + 1))));
      }, p),
  },
  'running sums': { shape: [4, 3], of: (x, p) => mul(ops.cumsum(p, 1), ops.cumsum(mul(p, x), 0, true)) },
};

const random = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return seed / 2 ** 31 - 1;
};

test.each(Object.entries(cases))(
  '%s: the gradient agrees with finite differences',
  async (_name, { shape, of }) => {
    const next = random(7);
    const size = shape.reduce((a, b) => a * b, 1);
    const x = Float32Array.from({ length: 12 }, next);
    const p = Float32Array.from({ length: size }, () => next() + 0.01);

    const graph = new GraphBuilder('case');
    const parameter = graph.input('p', 'float', shape);
    const answer = of(graph.input('x', 'float', [4, 3]), parameter);
    const width = (answer.shape as number[]).reduce((a, b) => a * b, 1);
    const weights = graph.constant(Float32Array.from({ length: width }, next), answer.shape as number[]);
    const loss = reduceSum(
      mul(answer, weights),
      answer.shape.map((_, axis) => axis),
    );
    graph.output('loss', loss);
    graph.output('gradient', gradients(loss, [parameter])[0]);
    const session = await openOnCpu(graph.bytes());
    const run = (values: Float32Array) =>
      session.run({ x: new Tensor('float32', x, [4, 3]), p: new Tensor('float32', values, shape) });

    const { gradient } = await run(p);
    expect(gradient.dims).toEqual(shape);
    for (let index = 0; index < size; index += 1) {
      const at = async (shift: number) => (await run(p.with(index, p[index] + shift))).loss.data[0] as number;
      const slope = ((await at(STEP)) - (await at(-STEP))) / (2 * STEP);
      expect(Math.abs((gradient.data[index] as number) - slope)).toBeLessThan(
        TOLERANCE * Math.max(1, Math.abs(slope)),
      );
    }
  },
);

test('an op without a derivative is named', () => {
  const graph = new GraphBuilder('case');
  const p = graph.input('p', 'float', [3]);
  expect(() => gradients(reduceSum(ops.topK(p, 2).values, [0]), [p])).toThrow('TopK has no derivative');
});
