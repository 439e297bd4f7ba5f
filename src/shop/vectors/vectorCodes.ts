import { exactSearch, MetricKind } from 'usearch';
import type { Ranking } from '../../common/ranking';

const LARGEST = 127;

/** A vector as int8, scaled so that its largest component is 127, which does not affect its cosine to others. */
export function codesOf(vector: Float32Array): Int8Array {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]));
  const codes = new Int8Array(vector.length);
  if (largest === 0) return codes;
  const scale = LARGEST / largest;
  // Truncating a positive number costs a third of Math.round.
  for (let at = 0; at < vector.length; at++) codes[at] = ((vector[at] * scale + 128.5) | 0) - 128;
  return codes;
}

/** A vector of length 1 in the same direction; a zero vector as it is. */
export function unit(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return length > 0 ? vector.map((value) => value / length) : vector;
}

/** Rows of a table [N, D] by their cosine to a query, nearest first. */
export function compared(codes: Int8Array, query: Int8Array, dimension: number, count: number): Ranking {
  const size = codes.length / dimension;
  // The library reads a buffer from its beginning, whatever part of it an array shows.
  if (codes.byteOffset !== 0) throw new Error('codes begin within their buffer: this is a bug');
  const { keys, distances } = exactSearch(codes, query, dimension, Math.min(count, size), MetricKind.Cos, 1);
  const similarities = new Float32Array(keys.length);
  for (let at = 0; at < similarities.length; at++) similarities[at] = 1 - (distances as Float32Array)[at];
  return { rows: lowHalves(keys as BigUint64Array), similarities };
}

/** The lower 32 bits of 64-bit integers, without a BigInt for each. */
export function lowHalves({ buffer, byteOffset, length }: BigUint64Array): Int32Array {
  const halves = new Int32Array(buffer, byteOffset, length * 2);
  const numbers = new Int32Array(length);
  for (let at = 0; at < length; at++) numbers[at] = halves[2 * at];
  return numbers;
}
