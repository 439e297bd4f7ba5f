import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { Value } from '../../graph/builder';
import {
  cast,
  concat,
  div,
  exp,
  greater,
  isNaN,
  matmul,
  mul,
  reduceSum,
  slice,
  sub,
  where,
} from '../../graph/ops';
import { clamp } from './answers';

/** What a head knows of a record before standardisation; what it does not use is null. All are [N, width]. */
export interface RawInputs {
  /** NaN is missing. */
  features: Value | null;
  analogs: Value | null;
  description: Value | null;
  /** Zeros where there is no promotion. */
  promo: Value | null;
}

/** Principal directions of text vectors: (vector - mean) directions / scale. */
export interface Projection {
  /** [D] */
  mean: Float32Array;
  /** Row-major [D, width]. */
  directions: Float32Array;
  width: number;
  scale: number;
}

/** Everything between a head's inputs and its network, fitted on training rows. */
export interface InputTransform {
  /** Columns of the features that the head uses. */
  columns: number[];
  /** Of those columns, then of the analogs: [C + A]. */
  mean: Float32Array;
  deviation: Float32Array;
  /** Of those: the ones whose being missing is told to the network. */
  sometimesMissing: number[];
  description: Projection | null;
  promo: Projection | null;
  /** Column with log1p(weeks of history), by which analogs and description are faded out; null: never. */
  fadedBy: number | null;
}

const LARGEST = 4;
const RARELY = 0.002;

/** Mean and deviation of columns of row-major tables laid side by side, and which are missing more than rarely. */
export function standardise(
  tables: readonly { values: Float32Array; width: number; columns: readonly number[] }[],
) {
  const all = tables.flatMap(({ values, width, columns }) =>
    columns.map((column) => moments(values, width, column)),
  );
  return {
    mean: Float32Array.from(all, ({ mean }) => mean),
    deviation: Float32Array.from(all, ({ deviation }) => deviation),
    sometimesMissing: all.flatMap(({ missing }, index) => (missing > RARELY ? [index] : [])),
  };
}

/** The principal directions of distinct vectors, row-major [T, D]; their projections share one scale. */
export function project(vectors: Float32Array, dimension: number, width: number): Projection {
  const count = vectors.length / dimension;
  const mean = new Float64Array(dimension);
  vectors.forEach((value, at) => (mean[at % dimension] += value / count));
  const centred = new Matrix(count, dimension);
  for (let row = 0; row < count; row += 1) {
    for (let at = 0; at < dimension; at += 1) centred.set(row, at, vectors[row * dimension + at] - mean[at]);
  }
  const covariance = centred.transpose().mmul(centred).div(count);
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, index) => index)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const best = order.slice(0, width);
  const directions = new Float32Array(dimension * best.length);
  best.forEach((column, place) => {
    for (let at = 0; at < dimension; at += 1)
      directions[at * best.length + place] = eigenvectorMatrix.get(at, column);
  });
  const variance = best.reduce((sum, column) => sum + Math.max(0, realEigenvalues[column]), 0) / best.length;
  return { mean: Float32Array.from(mean), directions, width: best.length, scale: Math.sqrt(variance) || 1 };
}

/** The network's inputs [N, width] in a graph. */
export function transformInputs(raw: RawInputs, transform: InputTransform): Value {
  const parts: Value[] = [];
  const { features, analogs, description, promo } = raw;
  const { fadedBy, columns } = transform;
  const fade = features && fadedBy !== null ? exp(mul(slice(features, 1, fadedBy, fadedBy + 1), -0.5)) : null;
  const faded = (x: Value) => (fade ? mul(x, fade) : x);

  const tables = [features && selectColumns(features, columns), analogs].filter((table) => table !== null);
  if (tables.length > 0) {
    const table = tables.length > 1 ? concat(tables, 1) : tables[0];
    const missing = isNaN(table);
    const { graph } = table;
    const width = transform.mean.length;
    const scaled = div(
      sub(table, graph.constant(transform.mean, [width])),
      graph.constant(transform.deviation, [width]),
    );
    const filled = where(missing, 0, clamp(scaled, -LARGEST, LARGEST));
    const own = features ? columns.length : 0;
    if (own > 0) parts.push(slice(filled, 1, 0, own));
    if (analogs) parts.push(faded(slice(filled, 1, own, width)));
    if (transform.sometimesMissing.length > 0) {
      parts.push(selectColumns(cast(missing, 'float'), transform.sometimesMissing));
    }
  }
  if (description && transform.description) parts.push(faded(projected(description, transform.description)));
  if (promo && transform.promo) {
    const present = cast(greater(reduceSum(mul(promo, promo), [1], true), 0.25), 'float');
    parts.push(mul(projected(promo, transform.promo), present), present);
  }
  return parts.length > 1 ? concat(parts, 1) : parts[0];
}

function projected(vectors: Value, { mean, directions, width, scale }: Projection): Value {
  const { graph } = vectors;
  const centred = sub(vectors, graph.constant(mean, [mean.length]));
  return matmul(
    centred,
    graph.constant(
      directions.map((value) => value / scale),
      [mean.length, width],
    ),
  );
}

function selectColumns(table: Value, columns: readonly number[]): Value {
  const indices = table.graph.ints(...columns);
  const [rows] = table.shape;
  return table.graph.add('Gather', [table, indices], [{ type: table.type, shape: [rows, columns.length] }], {
    axis: 1,
  })[0];
}

function moments(values: Float32Array, width: number, column: number) {
  let count = 0;
  let sum = 0;
  for (let at = column; at < values.length; at += width) {
    if (Number.isNaN(values[at])) continue;
    count += 1;
    sum += values[at];
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (let at = column; at < values.length; at += width) {
    if (!Number.isNaN(values[at])) squares += (values[at] - mean) ** 2;
  }
  const rows = values.length / width;
  return { mean, deviation: count > 0 ? Math.sqrt(squares / count) + 1e-6 : 1, missing: 1 - count / rows };
}
