import fc from 'fast-check';
import { vectorJson } from '../../../src/http/exchange/vectorJson';

describe('vectorJson', () => {
  it('is JSON of the same numbers to eight decimals', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { maxLength: 50 }), (values) => {
        const parsed = JSON.parse(vectorJson(Float32Array.from(values))) as number[];
        expect(parsed).toHaveLength(values.length);
        parsed.forEach((value, i) => expect(Math.abs(value - values[i])).toBeLessThanOrEqual(0.51e-8));
      }),
    );
  });

  it.each([
    [[], '[]'],
    [[0, 1, -1], '[0.00000000,1.00000000,-1.00000000]'],
    [[0.123456789, -0.5], '[0.12345679,-0.50000000]'],
    [[0.999999999], '[1.00000000]'],
    [[1234.5], '[1234.50000000]'],
    [[1e30], '[1e+30]'],
  ])('writes %j as %s', (values, json) => {
    expect(vectorJson(values)).toBe(json);
  });
});
