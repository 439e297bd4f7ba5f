import { exactSearch, MetricKind } from 'usearch';
import { Random } from '../../common/random';
import { lowHalves } from './vectorCodes';

/** Rounds after which the axes nearly span those of the largest variance. */
const ROUNDS = 5;

/** Directions [P] of largest variance of vectors [D]: a few numbers by which near vectors are nearly found. */
export class PrincipalAxes {
  private constructor(
    readonly dimension: number,
    /** Row-major [P, D]: orthonormal vectors. */
    readonly table: Float32Array,
    /** Number of vectors that the axes belong to, of which a sample was used. */
    readonly size: number,
  ) {}

  /** From stored axes. */
  static of(dimension: number, table: Float32Array, size: number): PrincipalAxes {
    // The library reads a buffer from its beginning.
    return new PrincipalAxes(dimension, table.byteOffset > 0 ? table.slice() : table, size);
  }

  /** Number of axes. */
  get count(): number {
    return this.table.length / this.dimension;
  }

  equals(other: PrincipalAxes): boolean {
    return (
      this.dimension === other.dimension &&
      this.table.length === other.table.length &&
      this.table.every((value, at) => value === other.table[at])
    );
  }

  /** [P]: a vector's component along each axis. */
  project(vector: Float32Array): Float32Array {
    const whole = vector.byteOffset > 0 ? vector.slice() : vector;
    const { keys, distances } = exactSearch(
      this.table,
      whole,
      this.dimension,
      this.count,
      MetricKind.IP,
      1,
    ) as { keys: BigUint64Array; distances: Float32Array };
    const axes = lowHalves(keys);
    const projected = new Float32Array(this.count);
    for (let at = 0; at < axes.length; at++) projected[axes[at]] = 1 - distances[at];
    return projected;
  }

  /**
   * The axes of `size` vectors, computed from a sample by orthogonal iteration (Golub and Van Loan, Matrix
   * Computations, 8.2.4) on their second moments. A step takes about a tenth of a millisecond.
   */
  static *fitting(
    vectors: Iterable<Float32Array>,
    { dimension, count, size }: { dimension: number; count: number; size: number },
  ): Generator<void, PrincipalAxes> {
    const moments = new Float64Array(dimension * dimension);
    for (const vector of vectors) {
      addMoments(moments, vector);
      yield;
    }
    mirror(moments, dimension);
    const random = new Random(1);
    const axes: Float64Array[] = Array.from({ length: Math.min(count, dimension) }, () =>
      Float64Array.from({ length: dimension }, () => random.uniform() - 0.5),
    );
    for (let round = 0; round < ROUNDS; round++) {
      for (let at = 0; at < axes.length; at++) {
        axes[at] = product(moments, axes[at]);
        yield;
      }
      for (let at = 0; at < axes.length; at++) {
        makeUpright(axes, at);
        yield;
      }
    }
    const table = Float32Array.from(axes.flatMap((axis) => [...axis]));
    return new PrincipalAxes(dimension, table, size);
  }
}

/** Adds a vector's outer product with itself, row-major [D, D]: the upper triangle. */
function addMoments(moments: Float64Array, vector: Float32Array): void {
  const dimension = vector.length;
  for (let row = 0; row < dimension; row++) {
    const value = vector[row];
    const from = row * dimension;
    for (let column = row; column < dimension; column++) moments[from + column] += value * vector[column];
  }
}

function mirror(moments: Float64Array, dimension: number): void {
  for (let row = 0; row < dimension; row++)
    for (let column = 0; column < row; column++)
      moments[row * dimension + column] = moments[column * dimension + row];
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const result = new Float64Array(vector.length);
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let column = 0, from = row * vector.length; column < vector.length; column++)
      sum += matrix[from + column] * vector[column];
    result[row] = sum;
  }
  return result;
}

/** Orthonormalises one of some vectors against those before it; zeros if it is linearly dependent. */
function makeUpright(vectors: readonly Float64Array[], at: number): void {
  const vector = vectors[at];
  const before = Math.hypot(...vector);
  for (let other = 0; other < at; other++) {
    const axis = vectors[other];
    let along = 0;
    for (let place = 0; place < axis.length; place++) along += axis[place] * vector[place];
    for (let place = 0; place < axis.length; place++) vector[place] -= along * axis[place];
  }
  const length = Math.hypot(...vector);
  const isNew = length > before * SMALLEST_SHARE;
  for (let place = 0; place < vector.length; place++) vector[place] = isNew ? vector[place] / length : 0;
}

/** A smaller remainder of a vector is rounding noise. */
const SMALLEST_SHARE = 1e-9;
