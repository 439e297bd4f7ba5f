import type { Derivative, Shape, Value } from './builder';
import type { Attributes } from './messages';
import { DATA_TYPE, type ElementType } from './proto';
import { axisOf, broadcastShape, fixed, mismatch, reduced } from './shapes';

/** A value, or a number that becomes a scalar constant of the same graph. */
export type Operand = Value | number;

export const neg = (x: Value): Value => unary('Neg', x, (g) => neg(g));
export const relu = (x: Value) => unary('Relu', x, (g) => where(greater(x, 0), g, 0));
export const exp = (x: Value) => unary('Exp', x, (g, y) => mul(g, y));
export const log = (x: Value) => unary('Log', x, (g) => div(g, x));
export const sqrt = (x: Value) => unary('Sqrt', x, (g, y) => div(mul(g, 0.5), y));
export const sigmoid = (x: Value) => unary('Sigmoid', x, (g, y) => mul(g, mul(y, sub(1, y))));
export const tanh = (x: Value) => unary('Tanh', x, (g, y) => mul(g, sub(1, mul(y, y))));
export const softplus = (x: Value) => unary('Softplus', x, (g) => mul(g, sigmoid(x)));
export const isNaN = (x: Value) => one('IsNaN', [x], 'bool', x.shape);
export const not = (x: Value) => one('Not', [x], 'bool', x.shape);
export const cast = (x: Value, type: ElementType) => one('Cast', [x], type, x.shape, { to: DATA_TYPE[type] });

/** x * sigmoid(x) (Elfwing et al. 2018). */
export const silu = (x: Value) => mul(x, sigmoid(x));

/** Softmax over the last axis. */
export const softmax = (x: Value): Value =>
  one('Softmax', [x], x.type, x.shape, { axis: -1 }, (g, y) => [
    mul(y, sub(g, reduceSum(mul(g, y), [-1], true))),
  ]);

/** Normalises the last axis to mean 0 and variance 1, then scales and shifts it (Ba et al. 2016). */
export function layerNorm(x: Value, scale: Value, shift: Value): Value {
  const centred = sub(x, reduceMean(x, [-1], true));
  const variance = reduceMean(mul(centred, centred), [-1], true);
  return add(mul(div(centred, sqrt(add(variance, 1e-5))), scale), shift);
}

export const add = (a: Operand, b: Operand) => binary('Add', a, b, (g) => [g, g]);
export const sub = (a: Operand, b: Operand) => binary('Sub', a, b, (g) => [g, neg(g)]);
export const mul = (a: Operand, b: Operand): Value =>
  binary('Mul', a, b, (g, _, x, y) => [mul(g, y), mul(g, x)]);
export const div = (a: Operand, b: Operand): Value =>
  binary('Div', a, b, (g, ratio, _, y) => [div(g, y), neg(div(mul(g, ratio), y))]);
/** The maximum; at a tie the gradient goes to the second. */
export const maximum = (a: Operand, b: Operand) =>
  binary('Max', a, b, (g, _, x, y) => either(greater(x, y), g));
export const minimum = (a: Operand, b: Operand) =>
  binary('Min', a, b, (g, _, x, y) => either(greater(y, x), g));
export const greater = (a: Operand, b: Operand) => compare('Greater', a, b);
export const equal = (a: Operand, b: Operand) => compare('Equal', a, b);

export function where(condition: Value, a: Operand, b: Operand): Value {
  const [x, y] = [lift(condition, a), lift(condition, b)];
  const shape = broadcastShape('Where', condition.shape, broadcastShape('Where', x.shape, y.shape));
  return one('Where', [condition, x, y], x.type, shape, {}, (g) => {
    const [left, right] = either(condition, g);
    return [null, sumTo(left, x.shape), sumTo(right, y.shape)];
  });
}

/** Matrix product over the last two axes; leading axes broadcast. */
export function matmul(a: Value, b: Value): Value {
  const inner = a.shape.at(-1);
  if (a.shape.length < 2 || b.shape.length < 2 || inner !== b.shape.at(-2)) throw mismatch('MatMul', a, b);
  const batch = broadcastShape('MatMul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...batch, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]];
  return one('MatMul', [a, b], a.type, shape, {}, (g) => {
    const left = sumTo(matmul(g, swapLast(b)), a.shape);
    // One weight matrix for a batch of any rank: its gradient is one product of flattened matrices.
    if (b.shape.length === 2) return [left, matmul(swapLast(flatten(a)), flatten(g))];
    return [left, sumTo(matmul(swapLast(a), g), b.shape)];
  });
}

export function transpose(x: Value, order: readonly number[]): Value {
  const shape = order.map((axis) => x.shape[axis]);
  const back = order.map((_, axis) => order.indexOf(axis));
  return one('Transpose', [x], x.type, shape, { perm: order }, (g) => [transpose(g, back)]);
}

/** Reshape; at most one size may be known only when the graph runs. */
export function reshape(x: Value, shape: Shape): Value {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1));
  if (sizes.filter((size) => size === -1).length > 1) {
    throw new Error(`Reshape to [${shape.join(', ')}] is ambiguous`);
  }
  return one('Reshape', [x, x.graph.ints(...sizes)], x.type, shape, {}, (g) => [reshapeLike(g, x), null]);
}

/** Reshapes to the shape of another value; any of its sizes may be known only when the graph runs. */
export function reshapeLike(x: Value, like: Value): Value {
  if (like.shape.filter((size) => typeof size === 'string').length < 2) return reshape(x, like.shape);
  return one('Reshape', [x, shapeOf(like)], x.type, like.shape, {}, (g) => [reshapeLike(g, x), null]);
}

/** A value's shape, int64 [axes]. */
export function shapeOf(x: Value): Value {
  return one('Shape', [x], 'int64', [x.shape.length]);
}

export function concat(values: readonly Value[], axis: number): Value {
  const [first] = values;
  const at = axisOf(first, axis);
  const sizes = values.map(({ shape }) => fixed('Concat', shape[at]));
  const ends = sizes.map((_, index) => sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  const shape = first.shape.with(at, ends[ends.length - 1]);
  return one('Concat', values, first.type, shape, { axis: at }, (g) =>
    ends.map((end, index) => slice(g, at, end - sizes[index], end)),
  );
}

/** Elements from start to end (exclusive) of an axis of known size. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  const at = axisOf(x, axis);
  const size = fixed('Slice', x.shape[at]);
  if (start < 0 || end > size || start >= end) throw new RangeError(`Slice ${start} to ${end} of ${size}`);
  const { graph } = x;
  const inputs = [x, graph.ints(start), graph.ints(end), graph.ints(at)];
  return one('Slice', inputs, x.type, x.shape.with(at, end - start), {}, (g) => {
    const before = x.shape.map((_, index) => (index === at ? start : 0));
    const after = x.shape.map((_, index) => (index === at ? size - end : 0));
    return [one('Pad', [g, graph.ints(...before, ...after)], g.type, x.shape), null, null, null];
  });
}

export function reduceSum(x: Value, axes: readonly number[], keep = false): Value {
  const { at, shape, attributes } = reduced(x, axes, keep);
  return one('ReduceSum', [x, x.graph.ints(...at)], x.type, shape, attributes, (g) => [
    spread(g, x, at),
    null,
  ]);
}

/** The mean over axes; it has a gradient if their sizes are known. */
export function reduceMean(x: Value, axes: readonly number[], keep = false): Value {
  const { at, shape, attributes } = reduced(x, axes, keep);
  return one('ReduceMean', [x], x.type, shape, { ...attributes, axes: at }, (g) => {
    const count = at.reduce((product, axis) => product * fixed('ReduceMean', x.shape[axis]), 1);
    return [spread(mul(g, 1 / count), x, at)];
  });
}

export function reduceMax(x: Value, axes: readonly number[], keep = false): Value {
  const { at, shape, attributes } = reduced(x, axes, keep);
  return one('ReduceMax', [x], x.type, shape, { ...attributes, axes: at });
}

/** Running sums along an axis, from the end backwards with `reverse`. */
export function cumsum(x: Value, axis: number, reverse = false): Value {
  const at = x.graph.constant(BigInt64Array.of(BigInt(axisOf(x, axis))), []);
  const attributes = { reverse: reverse ? 1 : 0 };
  return one('CumSum', [x, at], x.type, x.shape, attributes, (g) => [cumsum(g, axis, !reverse), null]);
}

/** The k largest elements of the last axis, largest first, and their indices. */
export function topK(x: Value, k: number): { values: Value; indices: Value } {
  const shape = x.shape.with(-1, k);
  const outputs = [{ type: x.type, shape } as const, { type: 'int64', shape } as const];
  const [values, indices] = x.graph.add('TopK', [x, x.graph.ints(k)], outputs, {
    axis: x.shape.length - 1,
    sorted: 1,
  });
  return { values, indices };
}

/** Rows (axis 0) of `table` by index: [..., rest of the table's shape]. */
export function gather(table: Value, indices: Value): Value {
  return one('Gather', [table, indices], table.type, [...indices.shape, ...table.shape.slice(1)], {
    axis: 0,
  });
}

export const erf = (x: Value) =>
  unary('Erf', x, (g) => mul(g, mul(2 / Math.sqrt(Math.PI), exp(neg(mul(x, x))))));
/** Power with a constant exponent, which gets no gradient. */
export const power = (x: Value, exponent: Value): Value =>
  one('Pow', [x, exponent], x.type, broadcastShape('Pow', x.shape, exponent.shape), {}, (g) => [
    sumTo(mul(g, mul(exponent, power(x, sub(exponent, 1)))), x.shape),
    null,
  ]);

type UnaryRule = (gradient: Value, output: Value) => Value;
type BinaryRule = (gradient: Value, output: Value, a: Value, b: Value) => [Value, Value];

function one(
  op: string,
  inputs: readonly Value[],
  type: ElementType,
  shape: Shape,
  attributes: Attributes = {},
  derivative: Derivative | null = null,
): Value {
  return inputs[0].graph.add(op, inputs, [{ type, shape }], attributes, derivative)[0];
}

function unary(op: string, x: Value, rule: UnaryRule): Value {
  return one(op, [x], x.type, x.shape, {}, (g, y) => [rule(g, y)]);
}

function binary(op: string, a: Operand, b: Operand, rule: BinaryRule): Value {
  const [x, y] = operands(a, b);
  return one(op, [x, y], x.type, broadcastShape(op, x.shape, y.shape), {}, (g, output) => {
    const [left, right] = rule(g, output, x, y);
    return [sumTo(left, x.shape), sumTo(right, y.shape)];
  });
}

function compare(op: string, a: Operand, b: Operand): Value {
  const [x, y] = operands(a, b);
  return one(op, [x, y], 'bool', broadcastShape(op, x.shape, y.shape));
}

function operands(a: Operand, b: Operand): [Value, Value] {
  if (typeof a !== 'number') return [a, lift(a, b)];
  if (typeof b === 'number') throw new Error('one of two operands must be a value');
  return [lift(b, a), b];
}

function lift(like: Value, operand: Operand): Value {
  return typeof operand === 'number' ? like.graph.scalar(operand) : operand;
}

/** Gradient of `where`: to the first operand where the condition holds, else to the second. */
function either(condition: Value, gradient: Value): [Value, Value] {
  return [where(condition, gradient, 0), where(condition, 0, gradient)];
}

/** Sums a gradient over the axes along which an operand of `shape` was broadcast. */
export function sumTo(gradient: Value, shape: Shape): Value {
  const extra = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < extra || shape[axis - extra] !== size ? [axis] : [],
  );
  if (axes.length === 0) return gradient;
  const sum = reduceSum(gradient, axes, true);
  if (extra === 0) return sum;
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  return one('Squeeze', [sum, sum.graph.ints(...leading)], sum.type, shape);
}

/** Broadcasts the gradient of a reduction to every reduced element. */
function spread(gradient: Value, like: Value, axes: readonly number[]): Value {
  const kept =
    gradient.shape.length === like.shape.length
      ? gradient
      : one(
          'Unsqueeze',
          [gradient, gradient.graph.ints(...axes)],
          gradient.type,
          like.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)),
        );
  return one('Expand', [kept, shapeOf(like)], kept.type, like.shape);
}

function swapLast(x: Value): Value {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** [..., n] as [rows, n]. */
function flatten(x: Value): Value {
  return x.shape.length === 2 ? x : reshape(x, ['rows', x.shape[x.shape.length - 1]]);
}
