import { Tensor } from './runtime';

/**
 * An int64 tensor [rows, columns] of zeros, and its values as pairs of int32, low word first: faster to write than
 * BigInts.
 */
export function int64Grid(rows: number, columns: number): { tensor: Tensor; low: Int32Array } {
  const values = new BigInt64Array(rows * columns);
  return { tensor: new Tensor('int64', values, [rows, columns]), low: new Int32Array(values.buffer) };
}
