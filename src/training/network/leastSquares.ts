/** Row-major [rows, width]. */
export interface Rows {
  inputs: Float32Array;
  width: number;
  rows: number;
}

/** Penalty of the constant, so that columns that add up to one do not make the equations singular. */
const LEAST = 1e-6;

/**
 * Minimises, for each of the targets, the weighted sum of squared errors plus `penalty` times squared coefficients
 * [width + 1], of which the last is the unpenalised constant: normal equations by Cholesky factorisation. Rows without
 * weight are skipped.
 */
export function solve(
  { inputs, width, rows }: Rows,
  targets: readonly ((row: number) => number)[],
  weight: (row: number) => number,
  penalty: number,
): Float64Array[] {
  const size = width + 1;
  const matrix = new Float64Array(size * size);
  const rights = targets.map(() => new Float64Array(size));
  const filled = new Int32Array(size);
  for (let row = 0; row < rows; row += 1) {
    const own = weight(row);
    if (own === 0) continue;
    const start = row * width;
    let count = 0;
    for (let column = 0; column < width; column += 1)
      if (inputs[start + column] !== 0) filled[count++] = column;
    filled[count] = width;
    rights.forEach((right, at) => {
      const value = own * targets[at](row);
      for (let a = 0; a < count; a += 1) right[filled[a]] += inputs[start + filled[a]] * value;
      right[width] += value;
    });
    for (let a = 0; a <= count; a += 1) {
      const column = filled[a];
      const x = column < width ? inputs[start + column] : 1;
      const line = column * size;
      for (let b = 0; b < a; b += 1) matrix[line + filled[b]] += own * x * inputs[start + filled[b]];
      matrix[line + column] += own * x * x;
    }
  }
  for (let at = 0; at < size; at += 1) matrix[at * size + at] += at < width ? penalty : LEAST;
  factor(matrix, size);
  return rights.map((right) => backwards(matrix, size, forwards(matrix, size, right)));
}

/** Cholesky factorisation of a symmetric matrix, given its lower half, in place. */
function factor(matrix: Float64Array, size: number): void {
  for (let line = 0; line < size; line += 1) {
    for (let column = 0; column <= line; column += 1) {
      let sum = matrix[line * size + column];
      for (let k = 0; k < column; k += 1) sum -= matrix[line * size + k] * matrix[column * size + k];
      matrix[line * size + column] = line === column ? Math.sqrt(sum) : sum / matrix[column * size + column];
    }
  }
}

function forwards(lower: Float64Array, size: number, right: Float64Array): Float64Array {
  const solved = new Float64Array(size);
  for (let line = 0; line < size; line += 1) {
    let sum = right[line];
    for (let k = 0; k < line; k += 1) sum -= lower[line * size + k] * solved[k];
    solved[line] = sum / lower[line * size + line];
  }
  return solved;
}

function backwards(lower: Float64Array, size: number, right: Float64Array): Float64Array {
  const solved = right.slice();
  for (let line = size - 1; line >= 0; line -= 1) {
    for (let k = line + 1; k < size; k += 1) solved[line] -= lower[k * size + line] * solved[k];
    solved[line] /= lower[line * size + line];
  }
  return solved;
}
