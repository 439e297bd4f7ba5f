const SIGNS = new Set([...'-−()'].map((sign) => sign.charCodeAt(0)));

/** A 32-bit hash of each cell, ignoring the sign of a number (`-2`, `2-`, `(2)`). */
export function cellHashes(values: readonly string[]): number[] {
  const hashes: number[] = [];
  for (const value of values) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (!SIGNS.has(code)) hash = Math.imul(hash ^ code, 0x01000193);
    }
    hashes.push(hash);
  }
  return hashes;
}

/** A 53-bit hash of a row. */
export function rowHash(cells: readonly number[]): number {
  let [low, high] = [0x811c9dc5, 0x9e3779b1];
  for (const cell of cells) {
    low = Math.imul(low ^ cell ^ (cell >>> 16), 0x01000193);
    high = Math.imul(high ^ cell ^ (cell >>> 13), 0x85ebca6b);
  }
  return (low >>> 0) * 0x200000 + (high >>> 11);
}
