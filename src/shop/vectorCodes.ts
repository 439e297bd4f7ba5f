export const LARGEST = 127;

/** A vector as int8, scaled so that its largest component is 127, which its cosine to others does not see. */
export function codesOf(vector: Float32Array): Int8Array {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) largest = Math.max(largest, Math.abs(vector[at]));
  return scaledCodes(vector, largest > 0 ? LARGEST / largest : 0);
}

/** A vector times `scale` as int8; what lies beyond is cut off. */
export function scaledCodes(vector: Float32Array, scale: number): Int8Array {
  const codes = new Int8Array(vector.length);
  // Rounding by cutting off a positive number costs a third of what Math.round does.
  for (let at = 0; at < codes.length; at++)
    codes[at] = ((Math.min(LARGEST, Math.max(-LARGEST, vector[at] * scale)) + 128.5) | 0) - 128;
  return codes;
}

/** A vector of length 1 in the same direction; one of zeros as it is. */
export function unit(vector: Float32Array): Float32Array {
  const inverse = inverseLength(vector);
  return inverse > 0 ? vector.map((value) => value * inverse) : vector;
}

/** 1 / length; 0 of zeros. */
export function inverseLength(vector: Float32Array | Int8Array): number {
  let squares = 0;
  for (let at = 0; at < vector.length; at++) squares += vector[at] * vector[at];
  return squares > 0 ? 1 / Math.sqrt(squares) : 0;
}
