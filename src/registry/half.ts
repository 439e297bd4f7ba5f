const bits = new Uint32Array(1);
const single = new Float32Array(bits.buffer);

/** IEEE 754 half-precision patterns of numbers, rounded to nearest, ties to even. */
export function toHalf(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value) => {
    single[0] = value;
    const pattern = bits[0];
    const sign = (pattern >>> 16) & 0x8000;
    const magnitude = pattern & 0x7fffffff;
    if (magnitude > 0x7f800000) return sign | 0x7e00;
    if (magnitude >= 0x477ff000) return sign | 0x7c00;
    if (magnitude < 0x38800000) return sign | roundToEven(Math.abs(value) * 2 ** 24);
    const kept = magnitude - 0x38000000;
    const odd = (kept >>> 13) & 1;
    return sign | ((kept + 0xfff + odd) >>> 13);
  });
}

/** The numbers of half-precision patterns, exactly. */
export function fromHalf(patterns: Uint16Array): Float32Array {
  return Float32Array.from(patterns, (pattern) => {
    const sign = (pattern & 0x8000) << 16;
    const exponent = (pattern >>> 10) & 0x1f;
    const fraction = pattern & 0x3ff;
    if (exponent === 0) return (sign ? -1 : 1) * fraction * 2 ** -24;
    bits[0] = sign | (exponent === 31 ? 0x7f800000 : (exponent + 112) << 23) | (fraction << 13);
    return single[0];
  });
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
