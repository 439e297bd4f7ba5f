/** Decimal digits that every single-precision number preserves, and that distinguish any two of them. */
const [HELD, TELLING] = [7, 9];

/**
 * The number with the fewest digits that is equal in single precision: 4.2 for 4.199999809. A number that needs nine
 * digits stays as it is.
 */
export function shortFloat(value: number): number {
  if (Number.isInteger(value) || Number(value.toPrecision(TELLING)) === value) return value;
  const single = Math.fround(value);
  for (let digits = HELD; digits <= TELLING; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return value;
}

/** Makes `JSON.stringify` write single-precision numbers that way, and others with all their digits. */
export function shortFloats(_: string, value: unknown): unknown {
  return typeof value === 'number' && Math.fround(value) === value ? shortFloat(value) : value;
}
