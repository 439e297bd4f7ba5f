import { Random } from '../../../src/common/random';
import { shutWeeks } from '../../../src/registry/weeks/shutWeeks';

/** The weeks found, by their places, of a shop in whose weeks so many products sold. */
function closed(selling: readonly number[]): number[] {
  return [...shutWeeks(selling.map((products, week) => ({ week, selling: products })))];
}

const random = new Random(5);
const poisson = (mean: number) => {
  let count = 0;
  for (let product = random.uniform(); product > Math.exp(-mean); product *= random.uniform()) count++;
  return count;
};
const weeks = (count: number, selling: (week: number) => number) =>
  Array.from({ length: count }, (_, week) => selling(week));

test('two weeks in July and Christmas of a shop that sells every week are weeks in which it was closed', () => {
  const away = [28, 29, 51];
  expect(closed(weeks(60, (week) => (away.includes(week) ? 0 : 20 + poisson(10))))).toEqual(away);
});

test('so is a last week, and that of a shop of three products that sell every week; of one product it is in doubt', () => {
  expect(closed(weeks(30, (week) => (week < 29 ? 12 : 0)))).toEqual([29]);
  expect(closed(weeks(60, (week) => (week === 40 ? 0 : 3)))).toEqual([40]);
  expect(closed(weeks(60, (week) => (week === 40 ? 0 : 1)))).toEqual([]);
});

test.each([
  ['two sales a week', () => poisson(2)],
  ['three orders a week, of four products each', () => 4 * poisson(3)],
  ['a fair every fourth week', (week: number) => (week % 4 === 0 ? 30 : 0)],
  ['a season that comes and goes', (week: number) => Math.round(40 * Math.max(0, Math.sin(week / 8)))],
  ['no sale before the first', (week: number) => (week < 5 ? 0 : 20)],
])('weeks without a sale of a shop with %s are its own', (_, selling) => {
  expect(closed(weeks(52, selling))).toEqual([]);
});
