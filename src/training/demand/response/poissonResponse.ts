import { Matrix, pseudoInverse } from 'ml-matrix';

/** Weeks of products with explanatory columns: the data for coefficients of demand. */
export interface ResponseRows {
  /** [R] each: fixed-effect groups, numbered from 0; at least one grouping. */
  groups: readonly Int32Array[];
  /** [R]: product of each row, numbered from 0. */
  product: Int32Array;
  units: Float64Array;
  /** [R] each: what may have affected demand. */
  columns: readonly Float64Array[];
}

/** Effect of one unit of each column on the logarithm of expected units, and its errors. */
export interface Response {
  coefficients: number[];
  errors: ResponseError[];
}

/** Standard errors of a coefficient; Infinity where its column never varies. */
export interface ResponseError {
  /** Treats the weeks of a product as one observation; unreliable with few products. */
  clustered: number;
  /** Allows for overdispersion, with each week as an observation. */
  scattered: number;
}

const STEPS = 50;
const CONVERGED = 1e-6;
/** Largest step of a coefficient: with large effects the first steps overshoot. */
const LARGEST_STEP = 0.5;
/** Rounds of subtracting the groups' means in turn. */
const ROUNDS = 10;

/**
 * Coefficients of log(expected units) = groups + columns by Poisson pseudo-maximum likelihood (Santos Silva and
 * Tenreyro, "The log of gravity", 2006): weeks without a sale count, and units need not be Poisson distributed. Only
 * variation within the groups counts.
 */
export function poissonResponse({ groups: given, product, units, columns }: ResponseRows): Response {
  const groups = given.map(groupsOf);
  const coefficients = columns.map(() => 0);
  const expected = new Float64Array(units.length);
  let within: Float64Array[] = [];
  let inverse = Matrix.zeros(columns.length, columns.length);
  for (let step = 0; step < STEPS; step++) {
    for (let at = 0; at < units.length; at++) {
      expected[at] = Math.exp(columns.reduce((sum, column, k) => sum + coefficients[k] * column[at], 0));
    }
    for (let round = 0; round < ROUNDS; round++) for (const one of groups) scale(expected, units, one);
    within = columns.map((column) => centred(column, expected, groups));
    inverse = pseudoInverse(
      new Matrix(
        within.map((a) => within.map((b) => total(units.length, (at) => expected[at] * a[at] * b[at]))),
      ),
    );
    const score = within.map((column) =>
      total(units.length, (at) => column[at] * (units[at] - expected[at])),
    );
    const change = inverse.mmul(Matrix.columnVector(score)).to1DArray();
    const largest = Math.max(...change.map(Math.abs));
    const damping = Math.min(1, LARGEST_STEP / largest) || 0;
    change.forEach((value, k) => (coefficients[k] += damping * value));
    if (!(largest > CONVERGED)) break;
  }
  const scores = Matrix.zeros(groupsOf(product).count, columns.length);
  within.forEach((column, k) =>
    column.forEach((value, at) => {
      scores.set(product[at], k, scores.get(product[at], k) + value * (units[at] - expected[at]));
    }),
  );
  const clustered = inverse.mmul(scores.transpose().mmul(scores)).mmul(inverse).diagonal();
  const scatter = dispersion(units, expected, groups);
  const root = (variance: number) => (variance > 0 ? Math.sqrt(variance) : Infinity);
  const errors = inverse
    .diagonal()
    .map((value, k) => ({ clustered: root(clustered[k]), scattered: root(value * scatter) }));
  return { coefficients, errors };
}

interface Groups {
  of: Int32Array;
  count: number;
}

function groupsOf(of: Int32Array): Groups {
  return { of, count: of.reduce((most, group) => Math.max(most, group + 1), 0) };
}

/** Pearson's dispersion: the variance of units around the expectation relative to Poisson's; at least 1. */
function dispersion(units: Float64Array, expected: Float64Array, groups: readonly Groups[]): number {
  const freedom = groups.reduce((left, { count }) => left - count, units.length);
  const sum = total(units.length, (at) =>
    expected[at] > 0 ? (units[at] - expected[at]) ** 2 / expected[at] : 0,
  );
  return Math.max(1, sum / Math.max(1, freedom));
}

/** Multiplies every group's expected units so that they add up to those sold. */
function scale(expected: Float64Array, units: Float64Array, { of, count }: Groups): void {
  const [wanted, got] = [new Float64Array(count), new Float64Array(count)];
  of.forEach((group, at) => {
    wanted[group] += units[at];
    got[group] += expected[at];
  });
  of.forEach((group, at) => (expected[at] *= got[group] > 0 ? wanted[group] / got[group] : 0));
}

/** A column minus its means by group, weighted by the expected units. */
function centred(column: Float64Array, weight: Float64Array, groupings: readonly Groups[]): Float64Array {
  const values = Float64Array.from(column);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { of, count } of groupings) {
      const [sums, weights] = [new Float64Array(count), new Float64Array(count)];
      of.forEach((group, at) => {
        sums[group] += weight[at] * values[at];
        weights[group] += weight[at];
      });
      of.forEach((group, at) => (values[at] -= weights[group] > 0 ? sums[group] / weights[group] : 0));
    }
  }
  return values;
}

function total(count: number, value: (at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < count; at++) sum += value(at);
  return sum;
}
