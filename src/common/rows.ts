/** Numbers end to end. */
export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The chosen rows of a row-major table [N, width], one after the other. */
export function rowsAt(table: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, place) => chosen.set(table.subarray(row * width, (row + 1) * width), place * width));
  return chosen;
}
