import fc from 'fast-check';
import { packRows } from '../../src/engine/packedRows';

const lengths = fc.array(fc.integer({ min: 1, max: 256 }), { minLength: 1, maxLength: 80 });

test('every token has a cell of its own, and no text goes over the end of its row', () => {
  const holds = (given: number[]) => {
    const { rows, width, starts } = packRows(Int32Array.from(given));
    const taken = new Set<number>();
    given.forEach((length, text) => {
      expect(Math.floor(starts[text] / width)).toBe(Math.floor((starts[text] + length - 1) / width));
      for (let at = 0; at < length; at++) taken.add(starts[text] + at);
    });
    expect(taken.size).toBe(given.reduce((sum, length) => sum + length, 0));
    expect(Math.max(...taken)).toBeLessThan(rows * width);
  };
  fc.assert(fc.property(lengths, holds), { seed: 11 });
});

test('a text begins where sums begin, and rows that texts share are as wide as one text may be at most', () => {
  const holds = (given: number[], longest: number) => {
    const { rows, width, starts } = packRows(Int32Array.from(given), longest);
    for (const start of starts) expect((start % width) % 4).toBe(0);
    if (rows < given.length) expect(width).toBeLessThanOrEqual(longest);
  };
  fc.assert(fc.property(lengths, fc.integer({ min: 8, max: 256 }), holds), { seed: 13 });
});

test('never more cells than padding would take', () => {
  const holds = (given: number[]) => {
    const { rows, width } = packRows(Int32Array.from(given));
    expect(rows * width).toBeLessThanOrEqual(given.length * Math.max(...given));
  };
  fc.assert(fc.property(lengths, holds), { seed: 12 });
});

test('texts of one length have a row each, and short ones beside long ones hardly cost cells', () => {
  expect(packRows(new Int32Array(9).fill(40))).toMatchObject({ rows: 9, width: 40 });
  const mixed = Int32Array.from({ length: 32 }, (_, at) => (at % 2 ? 8 : 128));
  const { rows, width } = packRows(mixed);
  expect(rows * width).toBeLessThan(1.07 * 16 * (8 + 128));
});
