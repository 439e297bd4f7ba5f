import { Random } from '../../../src/common/random';
import { fitRidge, ridgeForecasts } from '../../../src/training/network/ridge';
import { solve } from '../../../src/training/network/leastSquares';

test('coefficients are those of the normal equations', () => {
  // y = 2 + 3 a - b on four points with a penalty of 1, as numpy.linalg.solve answers.
  const inputs = Float32Array.of(0, 0, 1, 0, 0, 1, 1, 1);
  const targets = [2, 5, 1, 4];
  const [found] = solve({ inputs, width: 2, rows: 4 }, [(row) => targets[row]], () => 1, 1);
  [1.5, -0.5, 2.5].forEach((value, at) => expect(found[at]).toBeCloseTo(value, 4));
});

test('a row counts by its weight, and one without is not read', () => {
  const inputs = Float32Array.of(1, 1, 1, NaN);
  const targets = [0, 0, 8, NaN];
  const weights = [1, 1, 2, 0];
  const [[slope, constant]] = solve(
    { inputs, width: 1, rows: 4 },
    [(row) => targets[row]],
    (row) => weights[row],
    1e-3,
  );
  expect(slope + constant).toBeCloseTo(4, 3);
});

/** Targets that lie `slope` spreads above the level for each of the first input, in the second series twice that. */
function table(rows: number, slope: number) {
  const random = new Random(3);
  const level = Float32Array.from({ length: rows }, () => 1 + 3 * random.uniform());
  const inputs = Float32Array.from({ length: rows * 2 }, () => 2 * random.uniform() - 1);
  const at = (row: number, series: number) => level[row] + 0.5 * slope * (series + 1) * inputs[row * 2];
  return {
    inputs,
    targets: Float32Array.from({ length: rows * 2 }, (_, i) => at(i >> 1, i & 1)),
    weights: new Float32Array(rows * 2).fill(1),
    placement: {
      location: Float32Array.from({ length: rows * 2 }, (_, i) => level[i >> 1]),
      spread: new Float32Array(rows).fill(0.5),
    },
  };
}

test('answers are placed: of many rows right, of few drawn to the level, and never further than 1.25 spreads', async () => {
  const many = table(20_000, 0.5);
  const answers = await ridgeForecasts(fitRidge(many, 2), many, [5, 7]);
  [10, 11, 14, 15].forEach((at, i) => expect(answers[i]).toBeCloseTo(many.targets[at], 1));
  const few = table(20, 1);
  const [drawn] = await ridgeForecasts(fitRidge(few, 2), few, [5]);
  const [level, target] = [few.placement.location[10], few.targets[10]];
  expect(Math.abs(drawn - level)).toBeLessThan(0.5 * Math.abs(target - level));
  const steep = table(20_000, 9);
  const far = Array.from({ length: 100 }, (_, row) => row).filter((row) => steep.inputs[row * 2] > 0.9);
  const beyond = await ridgeForecasts(fitRidge(steep, 2), steep, far);
  far.forEach((row, at) => expect(beyond[2 * at] - steep.placement.location[2 * row]).toBeCloseTo(0.625, 4));
});
