import { Random } from '../../../src/common/random';
import { project, type Projection } from '../../../src/training/head/projection';

const DIMENSION = 12;

function vectors(count: number): Float32Array {
  const random = new Random(3);
  return Float32Array.from(
    { length: count * DIMENSION },
    (_, at) => random.uniform() / (1 + (at % DIMENSION)),
  );
}

/** What one vector's projections add up to in squares, which no sign of a direction changes. */
function squares(vector: Float32Array, { mean, directions, width, scale }: Projection): number[] {
  return Array.from({ length: width }, (_, place) => {
    const along = vector.reduce(
      (sum, value, at) => sum + (value - mean[at]) * directions[at * width + place],
      0,
    );
    return (along / scale) ** 2;
  });
}

test('few texts and many have the same directions: those of the few, each twice over', () => {
  const few = vectors(8);
  const [own, twice] = [few, Float32Array.of(...few, ...few)].map((of) => project(of, DIMENSION, 3));
  for (let row = 0; row < 8; row += 1) {
    const vector = few.subarray(row * DIMENSION, (row + 1) * DIMENSION);
    squares(vector, own).forEach((square, place) =>
      expect(square).toBeCloseTo(squares(vector, twice)[place], 4),
    );
  }
});

test('a direction that no text lies along is none', () => {
  const { width, directions, scale } = project(vectors(2), DIMENSION, 2);
  const lengths = [0, 1].map((place) =>
    directions.reduce((sum, value, at) => sum + (at % width === place ? value * value : 0), 0),
  );
  expect(lengths[0]).toBeCloseTo(1, 5);
  expect(lengths[1]).toBe(0);
  expect(project(vectors(1), DIMENSION, 1)).toMatchObject({ width: 1, scale: 1 });
  expect(scale).toBeGreaterThan(0);
});
