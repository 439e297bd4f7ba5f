import fc from 'fast-check';
import { fromHalf, toHalf } from '../../src/common/half';

/** The value of a half-precision pattern by its definition. */
function valueOf(pattern: number): number {
  const sign = pattern >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(pattern / 1024) % 32;
  const fraction = pattern % 1024;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const patterns = Uint16Array.from({ length: 65536 }, (_, pattern) => pattern);

test('all patterns have their defined value and come back from it', () => {
  const values = fromHalf(patterns);
  const wrong = [...patterns].filter((pattern) => !Object.is(values[pattern], valueOf(pattern)));
  expect(wrong).toEqual([]);
  const back = toHalf(values);
  expect(
    [...patterns].filter((pattern) => !Number.isNaN(values[pattern]) && back[pattern] !== pattern),
  ).toEqual([]);
  expect(toHalf(new Float32Array([NaN]))[0] & 0x7fff).toBeGreaterThan(0x7c00);
});

test('a number becomes the nearest pattern, the even one of two', () => {
  const positive = fc.oneof(
    fc.float({ min: 0, max: 1, noNaN: true }),
    fc.float({ min: 0, max: 65503, noNaN: true }),
    fc
      .integer({ min: 0, max: 0x7bfe })
      .map((pattern) => Math.fround((valueOf(pattern) + valueOf(pattern + 1)) / 2)),
  );
  fc.assert(
    fc.property(positive, (value) => {
      const pattern = toHalf(new Float32Array([value]))[0];
      const error = (other: number) =>
        other < 0 || other > 0x7bff ? Infinity : Math.abs(valueOf(other) - value);
      const neighbours = [error(pattern - 1), error(pattern + 1)];
      expect(error(pattern)).toBeLessThanOrEqual(Math.min(...neighbours));
      if (neighbours.includes(error(pattern))) expect(pattern % 2).toBe(0);
      expect(toHalf(new Float32Array([-value]))[0]).toBe(pattern | 0x8000);
    }),
    { numRuns: 2000 },
  );
});
