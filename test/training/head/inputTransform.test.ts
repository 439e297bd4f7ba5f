import { standardise } from '../../../src/training/head/inputTransform';

const ROWS = 400;
/** Of even steps from 0 to 1 (both left out), a table's only column. */
const table = (value: (share: number) => number, unbounded = [0]) => ({
  values: Float32Array.from({ length: ROWS }, (_, row) => value((row + 0.5) / ROWS)),
  width: 1,
  columns: [0],
  unbounded,
});

it.each<[string, (share: number) => number, boolean]>([
  ['budgets, a few of which are many times as large as most', (share) => 1e6 * 20 ** (2 * share), true],
  ['a few far above all others', (share) => (share > 0.98 ? 1e6 : 1 + share), true],
  ['losses and gains of all sizes', (share) => Math.sinh(12 * (share - 0.3)), true],
  ['years', (share) => 1950 + 60 * share, false],
  ['shares near 1, whose logarithms lie the same way', (share) => 1 - share ** 6, false],
])('takes the logarithm of what it makes less skewed: %s', (_, value, heavy) => {
  expect(standardise([table(value)]).heavy).toEqual(heavy ? [0] : []);
});

it('takes no logarithm of columns with bounds of their own', () => {
  expect(standardise([table((share) => 1e6 * 20 ** (2 * share), [])]).heavy).toEqual([]);
});
