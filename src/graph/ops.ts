import type { Shape, Value } from './builder';
import type { Attributes, Dimension } from './messages';
import { DATA_TYPE, type ElementType } from './proto';

/** A value, or a number that becomes a scalar constant of the same graph. */
export type Operand = Value | number;

export const add = (a: Operand, b: Operand) => elementwise('Add', a, b);
export const sub = (a: Operand, b: Operand) => elementwise('Sub', a, b);
export const mul = (a: Operand, b: Operand) => elementwise('Mul', a, b);
export const div = (a: Operand, b: Operand) => elementwise('Div', a, b);
export const maximum = (a: Operand, b: Operand) => elementwise('Max', a, b);
export const minimum = (a: Operand, b: Operand) => elementwise('Min', a, b);
export const greater = (a: Operand, b: Operand) => elementwise('Greater', a, b, 'bool');
export const equal = (a: Operand, b: Operand) => elementwise('Equal', a, b, 'bool');

export const neg = (x: Value) => unary('Neg', x);
export const relu = (x: Value) => unary('Relu', x);
export const exp = (x: Value) => unary('Exp', x);
export const log = (x: Value) => unary('Log', x);
export const sqrt = (x: Value) => unary('Sqrt', x);
export const abs = (x: Value) => unary('Abs', x);
export const sigmoid = (x: Value) => unary('Sigmoid', x);
export const softplus = (x: Value) => unary('Softplus', x);
export const isNaN = (x: Value) => unary('IsNaN', x, 'bool');
export const not = (x: Value) => unary('Not', x, 'bool');

/** x * sigmoid(x) (Elfwing et al. 2018). */
export const silu = (x: Value) => mul(x, sigmoid(x));

export function cast(x: Value, type: ElementType): Value {
  return one('Cast', [x], type, x.shape, { to: DATA_TYPE[type] });
}

/** Matrix product over the last two axes; leading axes broadcast. */
export function matmul(a: Value, b: Value): Value {
  const inner = a.shape[a.shape.length - 1];
  if (a.shape.length < 2 || b.shape.length < 2 || inner !== b.shape[b.shape.length - 2]) {
    throw mismatch('MatMul', a, b);
  }
  const batch = broadcastShape('MatMul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  return one('MatMul', [a, b], a.type, [...batch, a.shape[a.shape.length - 2], b.shape[b.shape.length - 1]]);
}

export function transpose(x: Value, order: readonly number[]): Value {
  return one(
    'Transpose',
    [x],
    x.type,
    order.map((axis) => x.shape[axis]),
    { perm: order },
  );
}

/** At most one dimension may be known only when the graph runs. */
export function reshape(x: Value, shape: Shape): Value {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1));
  if (sizes.filter((size) => size === -1).length > 1)
    throw new Error(`Reshape to [${shape.join(', ')}] is ambiguous`);
  return one('Reshape', [x, x.graph.ints(...sizes)], x.type, shape);
}

export function concat(values: readonly Value[], axis: number): Value {
  const [first] = values;
  const at = axis < 0 ? axis + first.shape.length : axis;
  const size = values.reduce((sum, { shape }) => sum + fixed('Concat', shape[at]), 0);
  return one('Concat', values, first.type, first.shape.with(at, size), { axis: at });
}

/** Elements start to end (not included) of an axis of known size. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  const at = axis < 0 ? axis + x.shape.length : axis;
  const size = fixed('Slice', x.shape[at]);
  if (start < 0 || end > size || start >= end) throw new RangeError(`Slice ${start} to ${end} of ${size}`);
  const { graph } = x;
  const inputs = [x, graph.ints(start), graph.ints(end), graph.ints(at)];
  return one('Slice', inputs, x.type, x.shape.with(at, end - start));
}

export const reduceSum = (x: Value, axes: readonly number[], keep = false) =>
  reduce('ReduceSum', x, axes, keep);
export const reduceMean = (x: Value, axes: readonly number[], keep = false) =>
  reduce('ReduceMean', x, axes, keep);
export const reduceMax = (x: Value, axes: readonly number[], keep = false) =>
  reduce('ReduceMax', x, axes, keep);

/** Running sums along an axis, from the end backwards with `reverse`. */
export function cumsum(x: Value, axis: number, reverse = false): Value {
  const at = x.graph.constant(BigInt64Array.of(BigInt(axis < 0 ? axis + x.shape.length : axis)), []);
  return one('CumSum', [x, at], x.type, x.shape, { reverse: reverse ? 1 : 0 });
}

export function where(condition: Value, a: Operand, b: Operand): Value {
  const [x, y] = [lift(condition, a), lift(condition, b)];
  const shape = broadcastShape('Where', condition.shape, broadcastShape('Where', x.shape, y.shape));
  return one('Where', [condition, x, y], x.type, shape);
}

/** Repeats axes of size 1 to the shape that another value has when the graph runs. */
export function expandLike(x: Value, like: Value): Value {
  const [shape] = x.graph.add('Shape', [like], [{ type: 'int64', shape: [like.shape.length] }]);
  return one('Expand', [x, shape], x.type, like.shape);
}

export const softmax = (x: Value, axis = -1) =>
  one('Softmax', [x], x.type, x.shape, { axis: axis < 0 ? axis + x.shape.length : axis });

/** The k largest of the last axis, largest first, and where they stand. */
export function topK(x: Value, k: number): { values: Value; indices: Value } {
  const shape = x.shape.with(-1, k);
  const outputs = [{ type: x.type, shape } as const, { type: 'int64', shape } as const];
  const [values, indices] = x.graph.add('TopK', [x, x.graph.ints(k)], outputs, { axis: x.shape.length - 1 });
  return { values, indices };
}

/** Rows (axis 0) of `table` by index: [..., rest of the table's shape]. */
export function gather(table: Value, indices: Value): Value {
  return one('Gather', [table, indices], table.type, [...indices.shape, ...table.shape.slice(1)], {
    axis: 0,
  });
}

/** The shape that two values have after broadcasting; a size known only later counts as greater than 1. */
export function broadcastShape(op: string, a: Shape, b: Shape): Dimension[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[a.length - rank + index] ?? 1;
    const right = b[b.length - rank + index] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new Error(`${op}: [${a.join(', ')}] and [${b.join(', ')}] do not broadcast`);
    }
    return left === 1 ? right : left;
  });
}

function one(
  op: string,
  inputs: readonly Value[],
  type: ElementType,
  shape: Shape,
  attributes: Attributes = {},
): Value {
  return inputs[0].graph.add(op, inputs, [{ type, shape }], attributes)[0];
}

function unary(op: string, x: Value, type: ElementType = x.type): Value {
  return one(op, [x], type, x.shape);
}

function elementwise(op: string, a: Operand, b: Operand, type?: ElementType): Value {
  const like = typeof a === 'number' ? (b as Value) : a;
  const [x, y] = [lift(like, a), lift(like, b)];
  return one(op, [x, y], type ?? x.type, broadcastShape(op, x.shape, y.shape));
}

function lift(like: Value, operand: Operand): Value {
  return typeof operand === 'number' ? like.graph.scalar(operand) : operand;
}

function reduce(op: string, x: Value, axes: readonly number[], keep: boolean): Value {
  const at = axes.map((axis) => (axis < 0 ? axis + x.shape.length : axis)).sort((a, b) => a - b);
  const shape = x.shape.map((size, axis) => (at.includes(axis) ? 1 : size));
  const kept = shape.filter((_, axis) => keep || !at.includes(axis));
  const keepdims = keep ? 1 : 0;
  // In opset 17 ReduceSum takes its axes as an input, the others as an attribute.
  if (op === 'ReduceSum') return one(op, [x, x.graph.ints(...at)], x.type, kept, { keepdims });
  return one(op, [x], x.type, kept, { axes: at, keepdims });
}

function fixed(op: string, size: Dimension): number {
  if (typeof size === 'number') return size;
  throw new Error(`${op} needs an axis of known size, not ${size}`);
}

function mismatch(op: string, a: Value, b: Value): Error {
  return new Error(`${op}: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit`);
}
