import { openOnCpu, Tensor } from '../../../src/engine/runtime';
import { Random } from '../../../src/common/random';
import { GraphBuilder } from '../../../src/graph/builder';
import { type DemandRows, ROW_KIND } from '../../../src/training/demand/demandRows';
import { fitLaunchRange } from '../../../src/training/demand/fitLaunchRange';
import { aroundExpected } from '../../../src/training/head/launchRange';

const LEVELS = [0.1, 0.5, 0.9];
const WEEKS = 2;
const EXPECTED = 1000;

/** Products of one row each, of which units came in every week as `drawn` says. */
function rowsOf(count: number, kind: number, drawn: (row: number) => number): DemandRows {
  return {
    count,
    features: new Float32Array(count),
    sku: Int32Array.from({ length: count }, (_, row) => row),
    anchor: new Int32Array(count),
    target: new Int32Array(count),
    kind: new Uint8Array(count).fill(kind),
    promo: new Int32Array(count).fill(-1),
    promotions: [],
    units: Float32Array.from({ length: count }, (_, row) => drawn(row)).reduce(
      (all, units, row) => {
        all.set([units, units, WEEKS * units], row * (WEEKS + 1));
        return all;
      },
      new Float32Array(count * (WEEKS + 1)),
    ),
  };
}

function joined(a: DemandRows, b: DemandRows): DemandRows {
  const both = (x: Float32Array, y: Float32Array) => Float32Array.of(...x, ...y);
  return {
    ...a,
    count: a.count + b.count,
    features: both(a.features, b.features),
    sku: Int32Array.of(...a.sku, ...b.sku.map((sku) => sku + a.count)),
    kind: Uint8Array.of(...a.kind, ...b.kind),
    units: both(a.units, b.units),
  };
}

const expected = (count: number, units: number) => new Float32Array(count).fill(units);
const known = (count: number) => expected(count, EXPECTED);
/** Between a fifth of what is expected and five times as much, evenly on the scale of logarithms. */
const random = new Random(5);
const wide = () => EXPECTED * 25 ** (random.uniform() - 0.5);

const UNBOUNDED = [Infinity, Infinity, Infinity];
const fitted = (rows: DemandRows, units: Float32Array) => fitLaunchRange(rows, units, LEVELS, UNBOUNDED);

test('four of five launches like those so far lie in the range', () => {
  const { offsets } = fitted(rowsOf(400, ROW_KIND.launch, wide), known(400))!;
  const [low, middle, high] = offsets[0];
  expect(middle).toBe(0);
  expect(low).toBeCloseTo(-0.8 * Math.log(5), 1);
  expect(high).toBeCloseTo(0.8 * Math.log(5), 1);
  const inside = Array.from({ length: 2000 }, () => Math.log(wide() / EXPECTED)).filter(
    (distance) => distance > low && distance < high,
  );
  expect(inside.length / 2000).toBeGreaterThan(0.76);
  expect(inside.length / 2000).toBeLessThan(0.84);
});

test('few launches reach further out, and borrow from products whose history was hidden', () => {
  const few = rowsOf(6, ROW_KIND.launch, (row) => EXPECTED * (1 + 0.1 * row));
  const found = fitted(few, known(6))!;
  const alone = found.offsets[0];
  expect(alone[2]).toBeCloseTo(Math.log(1.5 / Math.min(found.lift[0], found.lift[1])), 2);
  const hidden = rowsOf(300, ROW_KIND.hidden, wide);
  const borrowed = fitted(joined(few, hidden), known(306))!.offsets[0];
  expect(borrowed[2]).toBeGreaterThan(2 * alone[2]);
});

test('a total is lifted as far as launches so far say, and a few of them say little', () => {
  const twice = (row: number) => (row % 2 === 0 ? 1.9 : 2.1) * EXPECTED;
  const lift = (count: number) => fitted(rowsOf(count, ROW_KIND.launch, twice), known(count))!.lift;
  expect(lift(1)[0]).toBeLessThan(1.2);
  expect(lift(1)[1]).toBeLessThan(1.2);
  expect(lift(4000)[0]).toBeGreaterThan(1.2);
  expect(lift(400)[WEEKS]).toBeCloseTo(2, 0);
  expect(lift(1)[WEEKS]).toBeLessThan(lift(400)[WEEKS]);
  expect(lift(1)[WEEKS]).toBeGreaterThan(1.1);
});

test('launches that scatter little are believed sooner, and nothing is lifted beforehand where nothing is skewed', () => {
  const scattered = (count: number, times: number, width: number) => {
    const drawn = new Random(7);
    const rows = rowsOf(count, ROW_KIND.launch, () => times * EXPECTED * width ** (drawn.uniform() - 0.5));
    return fitted(rows, known(count))!;
  };
  const alike = scattered(20, 0.7, 1.5);
  expect(alike.lift[WEEKS]).toBeLessThan(0.8);
  expect(alike.mean).toBeLessThan(0.85);
  const unlike = scattered(20, 0.7, 1000);
  expect(unlike.lift[WEEKS]).toBeGreaterThan(1);
  expect(unlike.mean).toBeGreaterThan(1);
  const hidden = rowsOf(30, ROW_KIND.hidden, () => EXPECTED * 1.5 ** (random.uniform() - 0.5));
  const { lift, mean } = fitted(hidden, known(30))!;
  expect(lift[WEEKS]).toBeLessThan(1.15);
  expect(mean).toBeLessThan(1.15);
});

test('means come to what launches sold together, the more of them the nearer', () => {
  const mean = (count: number) =>
    fitted(
      rowsOf(count, ROW_KIND.launch, () => 3 * EXPECTED),
      known(count),
    )!.mean;
  expect(mean(10_000)).toBeCloseTo(3, 1);
  expect(mean(10)).toBeGreaterThan(1.3);
  expect(mean(10)).toBeLessThan(mean(100));
});

test('one launch that sold as much as all others together hardly moves the mean of few, nor does it vanish among many', () => {
  const mean = (count: number) =>
    fitted(
      rowsOf(count, ROW_KIND.launch, (row) => (row % 200 === 0 ? 200 : 1) * EXPECTED),
      known(count),
    )!.mean;
  expect(mean(20)).toBeLessThan(1.3);
  expect(mean(20_000)).toBeCloseTo(2, 1);
});

test('nothing is known without an outcome, or without anything to compare it with', () => {
  const rows = rowsOf(3, ROW_KIND.launch, () => NaN);
  expect(fitted(rows, known(3))).toBeNull();
  const unlike = rowsOf(3, ROW_KIND.launch, wide);
  expect(fitted(unlike, expected(3, NaN))).toBeNull();
});

test('a graph sets quantiles around the middle, lifted in units, none above the most that was sold', async () => {
  const graph = new GraphBuilder('launches');
  const quantiles = graph.input('quantiles', 'float', ['N', 2, 3]);
  const range = {
    mean: 1,
    lift: [1, 1.5],
    offsets: [
      [-1, 0, 0.5],
      [-2, 0, 0.25],
    ],
    most: [15, 36],
  };
  graph.output('around', aroundExpected(quantiles, range, LEVELS));
  const session = await openOnCpu(graph.bytes());
  const logs = Float32Array.from([3, 9, 30, 5, 20, 90], Math.log1p);
  const { around } = await session.run({ quantiles: new Tensor('float32', logs, [1, 2, 3]) });
  await session.release();
  const units = [...(around.data as Float32Array)].map(Math.exp);
  [10 / Math.E, 10, 16, 31 * Math.exp(-2), 31, 37].forEach((value, at) =>
    expect(units[at]).toBeCloseTo(value, 3),
  );
});
