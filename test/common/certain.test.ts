import { certain } from '../../src/common/certain';

test('gives what is there, 0 and the empty text too, and names what is not', () => {
  expect([certain(0, 'count'), certain('', 'text'), certain(NaN, 'price')]).toEqual([0, '', NaN]);
  for (const nothing of [null, undefined]) {
    expect(() => certain(nothing, 'origin of a weekly forecast')).toThrow(
      'there is no origin of a weekly forecast; this is a bug',
    );
  }
});
