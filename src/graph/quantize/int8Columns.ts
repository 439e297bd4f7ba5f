/** Clipping limits to try, as shares of a column's largest number. */
const CLIPPINGS = Array.from({ length: 16 }, (_, index) => 0.7 + (0.3 * index) / 15);
const STEPS = 127;

export interface Int8Columns {
  /** Row-major, like the matrix. */
  values: Int8Array;
  /** [columns]: a number is its value times the scale of its column. */
  scales: Float32Array;
}

/**
 * A matrix in symmetric int8 with one scale per column; of several clipping limits, the one with the least squared
 * error.
 */
export function int8Columns(matrix: Float32Array, columns: number): Int8Columns {
  const rows = matrix.length / columns;
  const values = new Int8Array(matrix.length);
  const scales = new Float32Array(columns);
  const column = new Float32Array(rows);
  for (let at = 0; at < columns; at += 1) {
    let largest = 1e-8;
    for (let row = 0; row < rows; row += 1) {
      const value = matrix[row * columns + at];
      column[row] = value;
      if (value > largest) largest = value;
      else if (-value > largest) largest = -value;
    }
    scales[at] = bestScale(column, largest);
    for (let row = 0; row < rows; row += 1) values[row * columns + at] = rounded(column[row] / scales[at]);
  }
  return { values, scales };
}

function bestScale(column: Float32Array, largest: number): number {
  let [best, least] = [largest / STEPS, Infinity];
  for (const share of CLIPPINGS) {
    const scale = (largest * share) / STEPS;
    let error = 0;
    for (let row = 0; row < column.length; row += 1) {
      const left = rounded(column[row] / scale) * scale - column[row];
      error += left * left;
    }
    if (error < least) [best, least] = [scale, error];
  }
  return best;
}

/** Rounds and clamps; called millions of times, so without Math. */
function rounded(value: number): number {
  const nearest = (value < 0 ? value - 0.5 : value + 0.5) | 0;
  return nearest > STEPS ? STEPS : nearest < -STEPS ? -STEPS : nearest;
}
