/** Row-major [rows, width]. */
export interface Rows {
  inputs: Float32Array;
  width: number;
  rows: number;
}

/** Of the constant, so that columns that add up to one do not make the equations singular. */
const LEAST = 1e-6;

/**
 * Coefficients [width + 1] of the weighted sum of squared errors with `penalty` on their squares, the last one the free
 * constant: normal equations by Cholesky's factors. Rows without weight are not read.
 */
export function solve(
  { inputs, width, rows }: Rows,
  target: (row: number) => number,
  weight: (row: number) => number,
  penalty: number,
): Float64Array {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const right = new Float64Array(size);
  const filled = new Int32Array(size);
  for (let row = 0; row < rows; row += 1) {
    const own = weight(row);
    if (own === 0) continue;
    const start = row * width;
    const value = own * target(row);
    let count = 0;
    for (let column = 0; column < width; column += 1)
      if (inputs[start + column] !== 0) filled[count++] = column;
    filled[count] = width;
    for (let a = 0; a <= count; a += 1) {
      const column = filled[a];
      const x = column < width ? inputs[start + column] : 1;
      right[column] += x * value;
      const line = column * size;
      for (let b = 0; b < a; b += 1) matrix[line + filled[b]] += own * x * inputs[start + filled[b]];
      matrix[line + column] += own * x * x;
    }
  }
  for (let at = 0; at < size; at += 1) matrix[at * size + at] += at < width ? penalty : LEAST;
  return backwards(matrix, size, forwards(matrix, size, right));
}

/** Factors a symmetric matrix, of which the lower half is given, in place and solves with the lower factor. */
function forwards(matrix: Float64Array, size: number, right: Float64Array): Float64Array {
  const solved = new Float64Array(size);
  for (let line = 0; line < size; line += 1) {
    for (let column = 0; column <= line; column += 1) {
      let sum = matrix[line * size + column];
      for (let k = 0; k < column; k += 1) sum -= matrix[line * size + k] * matrix[column * size + k];
      matrix[line * size + column] = line === column ? Math.sqrt(sum) : sum / matrix[column * size + column];
    }
    let sum = right[line];
    for (let k = 0; k < line; k += 1) sum -= matrix[line * size + k] * solved[k];
    solved[line] = sum / matrix[line * size + line];
  }
  return solved;
}

function backwards(factor: Float64Array, size: number, right: Float64Array): Float64Array {
  const solved = right.slice();
  for (let line = size - 1; line >= 0; line -= 1) {
    for (let k = line + 1; k < size; k += 1) solved[line] -= factor[k * size + line] * solved[k];
    solved[line] /= factor[line * size + line];
  }
  return solved;
}
