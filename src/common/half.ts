/** IEEE 754 half-precision patterns of numbers, rounded to nearest, ties to even. */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const patterns = new Uint16Array(values.length);
  for (let at = 0; at < patterns.length; at++) patterns[at] = halfOf(bits[at]);
  return patterns;
}

/** The numbers of half-precision patterns, exactly. */
export function fromHalf(patterns: Uint16Array): Float32Array {
  numbers ??= Float32Array.from({ length: 2 ** 16 }, (_, pattern) => numberOf(pattern));
  const values = new Float32Array(patterns.length);
  for (let at = 0; at < values.length; at++) values[at] = numbers[patterns[at]];
  return values;
}

/** The number of each pattern: a look-up is what makes reading many vectors cheap. */
let numbers: Float32Array | undefined;

function halfOf(pattern: number): number {
  const sign = (pattern >>> 16) & 0x8000;
  const magnitude = pattern & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | subnormalOf(magnitude);
  const kept = magnitude - 0x38000000;
  const odd = (kept >>> 13) & 1;
  return sign | ((kept + 0xfff + odd) >>> 13);
}

/** Of a number below 2 ** -14: its multiple of 2 ** -24. */
function subnormalOf(magnitude: number): number {
  const exponent = magnitude >>> 23;
  if (exponent < 102) return 0;
  const fraction = (magnitude & 0x7fffff) | 0x800000;
  const dropped = 126 - exponent;
  const half = 1 << (dropped - 1);
  const odd = (fraction >>> dropped) & 1;
  return (fraction + half - 1 + odd) >>> dropped;
}

function numberOf(pattern: number): number {
  const sign = pattern & 0x8000 ? -1 : 1;
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : fraction * 2 ** -24);
}
