import fc from 'fast-check';
import { shortFloat, shortFloats } from '../../src/common/shortFloat';

test.each([
  [Math.fround(4.2), 4.2],
  [10.449999809265137, 10.45],
  [23.450000762939453, 23.45],
  [0.5396296296296296, 0.53962963],
  [123456.78, 123456.78],
  [1234567.89, 1234567.89],
  [1_073_741_824, 1_073_741_824],
  [16_777_217, 16_777_217],
  [-1e-45, -1e-45],
  [NaN, NaN],
])('%p is written as %p', (value, short) => {
  expect(shortFloat(value)).toBe(short);
});

/** Below, single precision loses digits, and a thread that opened a session of the runtime counts what there is as zero. */
const SMALLEST_NORMAL = 2 ** -126;

test('single precision is lossless, and reading it again gives it once more', () => {
  const normal = fc.float({ noNaN: true }).filter((value) => Math.abs(value) >= SMALLEST_NORMAL);
  fc.assert(
    fc.property(normal, (value) => {
      const short = shortFloat(value);
      expect(Math.fround(short)).toBe(value);
      expect(shortFloat(short)).toBe(short);
    }),
  );
});

test('numbers of single precision are written so in an answer, however deep, and others as they are', () => {
  const answer = {
    price: Math.fround(4.2),
    weeks: [{ units: Math.fround(0.1), week: '2026-01-05' }],
    none: null,
    told: 12345678.25,
  };
  expect(JSON.stringify(answer, shortFloats)).toBe(
    '{"price":4.2,"weeks":[{"units":0.1,"week":"2026-01-05"}],"none":null,"told":12345678.25}',
  );
});
