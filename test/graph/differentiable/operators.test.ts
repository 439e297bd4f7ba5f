import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { GraphBuilder } from '../../../src/graph/builder';
import { importGraph } from '../../../src/graph/differentiable/importGraph';
import { OPERATORS } from '../../../src/graph/differentiable/operators';
import { gradients } from '../../../src/graph/gradients';
import { type Attributes, node, tensor } from '../../../src/graph/messages';
import { mul, reduceSum } from '../../../src/graph/ops';
import type { GraphProto } from '../../../src/graph/proto';

const STEP = 5e-3;
const TOLERANCE = 5e-3;

interface Case {
  /** Shape of `x`, by which the gradient is taken; [2, 3, 4] where nothing is said. */
  x?: number[];
  /** Constant inputs after x: floats of a shape, or whole numbers. */
  others?: ({ floats: number[] } | { ints: number[] } | { scalar: number })[];
  attributes?: Attributes;
  shape: number[];
  /** x is brought to numbers above zero. */
  positive?: boolean;
}

const SAME = [2, 3, 4];
const cases: Record<string, Case[]> = {
  Add: [{ others: [{ floats: [4] }], shape: SAME }],
  Sub: [{ x: [3, 1], others: [{ floats: SAME }], shape: SAME }],
  Mul: [{ x: [4], others: [{ floats: SAME }], shape: SAME }],
  Div: [{ positive: true, others: [{ floats: [3, 1] }], shape: SAME }],
  Pow: [
    { others: [{ scalar: 2 }], shape: SAME },
    { positive: true, others: [{ scalar: 0.5 }], shape: SAME },
  ],
  Max: [{ others: [{ floats: [4] }], shape: SAME }],
  Min: [{ others: [{ floats: [4] }], shape: SAME }],
  Neg: [{ shape: SAME }],
  Exp: [{ shape: SAME }],
  Log: [{ positive: true, shape: SAME }],
  Sqrt: [{ positive: true, shape: SAME }],
  Erf: [{ shape: SAME }],
  Tanh: [{ shape: SAME }],
  Sigmoid: [{ shape: SAME }],
  Relu: [{ shape: SAME }],
  Clip: [{ others: [{ scalar: -0.52 }, { scalar: 0.48 }], shape: SAME }],
  MatMul: [{ others: [{ floats: [4, 2] }], shape: [2, 3, 2] }],
  Gemm: [
    {
      x: [3, 2],
      others: [{ floats: [4, 3] }, { floats: [4] }],
      attributes: { transA: 1, transB: 1, alpha: { float: 0.5 }, beta: { float: 2 } },
      shape: [2, 4],
    },
  ],
  Softmax: [{ attributes: { axis: -1 }, shape: SAME }],
  LayerNormalization: [{ others: [{ floats: [4] }, { floats: [4] }], attributes: { axis: -1 }, shape: SAME }],
  Gelu: [{ shape: SAME }, { attributes: { approximate: 'tanh' }, shape: SAME }],
  ReduceMean: [
    { attributes: { axes: [-1], keepdims: 1 }, shape: [2, 3, 1] },
    { attributes: { axes: [0, 2], keepdims: 0 }, shape: [3] },
  ],
  ReduceSum: [{ others: [{ ints: [1] }], attributes: { keepdims: 0 }, shape: [2, 4] }],
  ReduceL2: [{ attributes: { axes: [2], keepdims: 1 }, shape: [2, 3, 1] }],
  Transpose: [{ attributes: { perm: [2, 0, 1] }, shape: [4, 2, 3] }, { shape: [4, 3, 2] }],
  Concat: [{ others: [{ floats: [2, 3, 1] }], attributes: { axis: -1 }, shape: [2, 3, 5] }],
  Expand: [{ x: [3, 1], others: [{ ints: SAME }], shape: SAME }],
  Reshape: [{ others: [{ ints: [0, 12] }], shape: [2, 12] }],
  Flatten: [{ attributes: { axis: 2 }, shape: [6, 4] }],
  Squeeze: [{ x: [2, 1, 4], others: [{ ints: [1] }], shape: [2, 4] }],
  Unsqueeze: [{ others: [{ ints: [0, 2] }], shape: [1, 2, 1, 3, 4] }],
  Slice: [
    { others: [{ ints: [1, 3] }, { ints: [3, 0] }, { ints: [1, 2] }, { ints: [1, -2] }], shape: [2, 2, 2] },
  ],
  Gather: [{ others: [{ ints: [2, 0, 2] }], attributes: { axis: 1 }, shape: SAME }],
  Identity: [{ shape: SAME }],
  Dropout: [{ shape: SAME }],
  Cast: [{ attributes: { to: 1 }, shape: SAME }],
};
/** Their first input is no float, or their places have a shape of their own: see the tests of whole encoders. */
const ELSEWHERE = ['Where', 'GatherElements'];

const random = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32;
  return seed / 2 ** 31 - 1;
};
const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

test('every operator with a derivative is checked', () => {
  expect([...Object.keys(cases), ...ELSEWHERE].sort()).toEqual(Object.keys(OPERATORS).sort());
});

test.each(Object.entries(cases).flatMap(([op, all]) => all.map((each): [string, Case] => [op, each])))(
  '%s: the gradient agrees with finite differences',
  async (op, { x: dims = SAME, others = [], attributes, shape, positive }) => {
    const next = random(5);
    const x = Float32Array.from({ length: sizeOf(dims) }, () => {
      const value = next() + 0.01;
      return positive ? Math.abs(value) + 0.3 : value;
    });
    const constants = others.map((other, index) => {
      const name = `other${index}`;
      if ('scalar' in other) return tensor(name, 'float', [], Float32Array.of(other.scalar));
      if ('ints' in other) return tensor(name, 'int64', [other.ints.length], other.ints.map(BigInt));
      return tensor(name, 'float', other.floats, Float32Array.from({ length: sizeOf(other.floats) }, next));
    });
    const names = constants.map(({ name }) => name);
    const proto = {
      node: [node(op, ['x', ...names], ['y'], attributes)],
      initializer: constants,
    } as unknown as GraphProto;
    const graph = new GraphBuilder('case');
    const input = graph.input('x', 'float', dims);
    const valueOf = importGraph(graph, proto, {
      inputs: new Map([['x', input]]),
      types: new Map([['y', { type: 'float', shape }]]),
    });
    const y = valueOf('y');
    expect(y.shape).toEqual(shape);
    const directions = graph.constant(Float32Array.from({ length: sizeOf(shape) }, next), shape);
    const loss = reduceSum(
      mul(y, directions),
      shape.map((_, axis) => axis),
    );
    graph.output('loss', loss);
    graph.output('gradient', gradients(loss, [input])[0]);
    const session = await openOnCpu(graph.bytes());
    const at = async (moved: Float32Array) => session.run({ x: new Tensor('float32', moved, dims) });
    const gradient = (await at(x)).gradient.data as Float32Array;
    for (let place = 0; place < x.length; place += 1) {
      const beside = async (step: number) =>
        (await at(x.map((value, index) => (index === place ? value + step : value)))).loss.data[0] as number;
      const difference = ((await beside(STEP)) - (await beside(-STEP))) / (2 * STEP);
      expect(Math.abs(gradient[place] - difference)).toBeLessThan(TOLERANCE * (1 + Math.abs(difference)));
    }
    await session.release();
  },
);
