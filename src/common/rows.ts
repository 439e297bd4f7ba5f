/** Concatenates numbers. */
export function concatenated(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The chosen rows of a row-major table [N, width], concatenated. */
export function rowsAt(table: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const chosen = new Float32Array(rows.length * width);
  let at = 0;
  // Number by number, because views of short rows cost more than copying them.
  for (const row of rows)
    for (let from = row * width, to = from + width; from < to;) chosen[at++] = table[from++];
  return chosen;
}
