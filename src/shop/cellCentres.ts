import type { PrincipalAxes } from './principalAxes';
import { inverseLength, LARGEST, scaledCodes, unit } from './vectorCodes';
import { VectorCells } from './vectorCells';

/** Cells of a shop, as so many times the root of its size: about as many centres are compared as products of the cells near to a text. */
const CELLS = 6;
/** Products by which a cell finds its middle, and how often. */
const TOLD_BY = 16;
const ROUNDS = 2;

/** How many cells so many products are put into. */
export function cellsFor(size: number): number {
  return Math.ceil(CELLS * Math.sqrt(size));
}

/** Products that tell where the cells of so many lie. */
export function tellingCells(size: number): number {
  return cellsFor(size) * TOLD_BY;
}

/**
 * Empty cells around the middles of some products, whose vectors' codes [D] are given, by k-means of their directions (Dhillon
 * and Modha 2001). A step takes some tens of microseconds.
 */
export function* cellsAround(
  axes: PrincipalAxes,
  codes: readonly Int8Array[],
  size: number,
): Generator<void, VectorCells> {
  const along: Float32Array[] = [];
  let largest = 0;
  for (const some of codes) {
    const inverse = inverseLength(some);
    const vector = axes.project(some).map((value) => value * inverse);
    for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]));
    along.push(vector);
    yield;
  }
  const scale = largest > 0 ? LARGEST / largest : 0;
  const around = (middles: readonly Float32Array[]) => {
    const centres = new Int8Array(middles.length * axes.count);
    middles.forEach((middle, at) => centres.set(scaledCodes(unit(middle), scale), at * axes.count));
    return new VectorCells(axes, scale, centres);
  };
  const count = Math.min(cellsFor(size), along.length);
  let middles = Array.from({ length: count }, (_, cell) => along[Math.floor((cell * along.length) / count)]);
  for (let round = 0; round < ROUNDS; round++) {
    const cells = around(middles);
    const sums = middles.map((middle) => new Float32Array(middle.length));
    for (const vector of along) {
      const sum = sums[cells.nearestCell(scaledCodes(vector, scale))];
      for (let at = 0; at < sum.length; at++) sum[at] += vector[at];
      yield;
    }
    middles = sums.map((sum, cell) => (sum.some((value) => value !== 0) ? sum : middles[cell]));
  }
  return around(middles);
}
