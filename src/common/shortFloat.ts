/** Decimal digits that every single-precision number holds, and that tell any two of them apart. */
const [HELD, TELLING] = [7, 9];

/**
 * The number with the fewest digits that is the same in single precision: 4.2 for 4.199999809. One that nine digits tell stays
 * as it is: people write such.
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

/** Has `JSON.stringify` write numbers of single precision so, and others with all their digits. */
export function shortFloats(_: string, value: unknown): unknown {
  return typeof value === 'number' && Math.fround(value) === value ? shortFloat(value) : value;
}
