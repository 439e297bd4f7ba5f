import type { GraphBuilder, Value } from '../builder';
import { floatOf, intOf, intsOf } from '../attributes';
import type { Attributes, Dimension } from '../messages';
import * as ops from '../ops';
import type { ElementType } from '../proto';
import { layerNormalization } from './layerNormalization';
import { selection } from './selection';

/** A node of a model that is being copied into a graph under construction. */
export interface ImportedNode {
  op: string;
  graph: GraphBuilder;
  /** Null for an omitted optional input. */
  inputs: readonly (Value | null)[];
  attributes: Attributes;
  /** Of each output. */
  outputs: readonly { type: ElementType; shape: readonly Dimension[] }[];
  /** The integers of a constant input; undefined if it is omitted or not constant. */
  ints(input: number): readonly number[] | undefined;
}

/** The node's first output with a derivative; undefined if the operator has none for these attributes. */
type Operator = (inputs: readonly Value[], node: ImportedNode) => Value | undefined;

const same: Operator = ([x]) => x;
const reshaped: Operator = ([x, ...rest], node) =>
  x.graph.add(node.op, [x, ...rest], node.outputs, node.attributes, (g) => [
    ops.reshapeLike(g, x),
    ...rest.map(() => null),
  ])[0];
const selected: Operator = (inputs, { op, outputs: [{ shape }], attributes }) =>
  selection(op, inputs, shape, attributes);
const folded =
  (fold: (a: Value, b: Value) => Value): Operator =>
  (inputs) =>
    inputs.reduce(fold);
const reduction =
  (reduce: (x: Value, axes: readonly number[], keep: boolean) => Value): Operator =>
  ([x], node) => {
    const axes = intsOf(node.attributes, 'axes') ?? node.ints(1) ?? x.shape.map((_, axis) => axis);
    return reduce(x, axes, intOf(node.attributes, 'keepdims', 1) === 1);
  };

/** ONNX's own operators that text encoders use, by name, with their gradients. */
export const OPERATORS: Readonly<Record<string, Operator>> = {
  Add: ([a, b]) => ops.add(a, b),
  Sub: ([a, b]) => ops.sub(a, b),
  Mul: ([a, b]) => ops.mul(a, b),
  Div: ([a, b]) => ops.div(a, b),
  Pow: ([x, exponent]) => ops.power(x, exponent),
  Max: folded(ops.maximum),
  Min: folded(ops.minimum),
  Neg: ([x]) => ops.neg(x),
  Exp: ([x]) => ops.exp(x),
  Log: ([x]) => ops.log(x),
  Sqrt: ([x]) => ops.sqrt(x),
  Erf: ([x]) => ops.erf(x),
  Tanh: ([x]) => ops.tanh(x),
  Sigmoid: ([x]) => ops.sigmoid(x),
  Relu: ([x]) => ops.relu(x),
  Where: ([condition, a, b]) => ops.where(condition, a, b),
  Clip: ([x, least, most]) => {
    const above = least ? ops.maximum(x, least) : x;
    return most ? ops.minimum(above, most) : above;
  },
  MatMul: ([a, b]) => (Math.min(a.shape.length, b.shape.length) < 2 ? undefined : ops.matmul(a, b)),
  Gemm: ([a, b, c], { attributes }) => {
    const turned = (x: Value, flag: string) =>
      intOf(attributes, flag, 0) === 1 ? ops.transpose(x, [1, 0]) : x;
    const product = ops.matmul(turned(a, 'transA'), turned(b, 'transB'));
    const scaled = ops.mul(product, floatOf(attributes, 'alpha', 1));
    return c ? ops.add(scaled, ops.mul(c, floatOf(attributes, 'beta', 1))) : scaled;
  },
  Softmax: ([x], { attributes }) =>
    [-1, x.shape.length - 1].includes(intOf(attributes, 'axis', -1)) ? ops.softmax(x) : undefined,
  LayerNormalization: ([x, scale, shift], { attributes }) =>
    [-1, x.shape.length - 1].includes(intOf(attributes, 'axis', -1))
      ? layerNormalization(x, scale, shift, floatOf(attributes, 'epsilon', 1e-5))
      : undefined,
  Gelu: ([x], { attributes }) => (attributes.approximate === 'tanh' ? quickGelu(x) : gelu(x)),
  ReduceMean: reduction(ops.reduceMean),
  ReduceSum: reduction(ops.reduceSum),
  ReduceL2: reduction((x, axes, keep) => ops.sqrt(ops.reduceSum(ops.mul(x, x), axes, keep))),
  Transpose: ([x], { attributes }) =>
    ops.transpose(x, intsOf(attributes, 'perm') ?? x.shape.map((_, axis) => x.shape.length - 1 - axis)),
  Concat: (inputs, { attributes }) => {
    const axis = intOf(attributes, 'axis', 0);
    const known = inputs.every(({ shape }) => typeof shape.at(axis) === 'number');
    return known ? ops.concat(inputs, axis) : undefined;
  },
  Expand: ([x, shape], { outputs }) =>
    x.graph.add('Expand', [x, shape], outputs, {}, (g) => [ops.sumTo(g, x.shape), null])[0],
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  Slice: selected,
  Gather: selected,
  GatherElements: selected,
  Identity: same,
  Dropout: same,
  Cast: ([x]) => (x.type === 'float' ? x : undefined),
};

/** x times the normal distribution's share below x (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
function gelu(x: Value): Value {
  return ops.mul(ops.mul(x, 0.5), ops.add(ops.erf(ops.mul(x, Math.SQRT1_2)), 1));
}

/** The same by a hyperbolic tangent. */
function quickGelu(x: Value): Value {
  const cubed = ops.mul(ops.mul(ops.mul(x, x), x), 0.044715);
  const inner = ops.mul(ops.add(x, cubed), Math.sqrt(2 / Math.PI));
  return ops.mul(ops.mul(x, 0.5), ops.add(ops.tanh(inner), 1));
}
