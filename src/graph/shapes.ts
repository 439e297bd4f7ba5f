import type { Shape, Value } from './builder';
import type { Dimension } from './messages';

/** The shape after broadcasting; sizes known only when the graph runs count as greater than 1. */
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

/** A non-negative axis; negative ones count from the last. */
export function axisOf(x: Value, axis: number): number {
  return axis < 0 ? axis + x.shape.length : axis;
}

/** A size that must be known before the graph runs. */
export function fixed(op: string, size: Dimension): number {
  if (typeof size === 'number') return size;
  throw new Error(`${op} needs an axis of known size, not ${size}`);
}

export function sizeAt(x: Value, axis: number): number {
  return fixed(x.name, x.shape[axis]);
}

export function mismatch(op: string, a: Value, b: Value): Error {
  return new Error(`${op}: [${a.shape.join(', ')}] and [${b.shape.join(', ')}] do not fit`);
}

/** The axes of a reduction in ascending order, and the resulting shape. */
export function reduced(x: Value, axes: readonly number[], keep: boolean) {
  const at = axes.map((axis) => axisOf(x, axis)).sort((a, b) => a - b);
  const shape = x.shape.flatMap((size, axis) => (at.includes(axis) ? (keep ? [1] : []) : [size]));
  return { at, shape, attributes: { keepdims: keep ? 1 : 0 } };
}
