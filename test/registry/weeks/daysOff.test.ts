import { dayOf, isoOf } from '../../../src/common/day';
import { daysOff, withDaysOff } from '../../../src/registry/weeks/daysOff';

const MONDAY = dayOf('2026-01-05');

/** The days of so many weeks on which a shop that is open on these days of the week sells; `sells` may leave some out. */
function open(weeks: number, weekdays: readonly number[], sells: (day: number) => boolean = () => true) {
  return Array.from({ length: weeks * 7 }, (_, day) => MONDAY + day).filter(
    (day) => weekdays.includes((day - MONDAY) % 7) && sells(day - MONDAY),
  );
}

const offOf = (days: readonly number[]) => [...daysOff(days)];
const MON_TO_SAT = [0, 1, 2, 3, 4, 5];

test.each([
  ['Sundays', open(9, MON_TO_SAT), [6]],
  ['Sundays, the last week not yet over', open(9, MON_TO_SAT).slice(0, -3), [6]],
  ['Mondays', open(10, [1, 2, 3, 4, 5, 6]), [0]],
  ['the weekend', open(9, [0, 1, 2, 3, 4]), [5, 6]],
  ['all but Wednesdays', open(9, [2]), [0, 1, 3, 4, 5, 6]],
  ['all but Mondays, on which weeks are dated', open(9, [0]), [1, 2, 3, 4, 5, 6]],
  ['Sundays, but for two before Christmas', [...open(40, MON_TO_SAT), MONDAY + 6, MONDAY + 13], [6]],
  ['Sundays, with a closed fortnight', open(12, MON_TO_SAT, (day) => day < 21 || day > 34), [6]],
])('a shop is closed on %s', (_, days, off) => expect(offOf(days)).toEqual(off));

test.each([
  ['fewer than eight Sundays have gone by', open(8, MON_TO_SAT)],
  ['it has been open on one lately', [...open(12, MON_TO_SAT), MONDAY + 8 * 7 + 6]],
  ['it often was open on them before', [...open(40, MON_TO_SAT), ...open(10, [6])]],
  ['it sells on two days a week, any of them', open(8, [0, 1, 2, 3, 4, 5, 6], (day) => (day * 5) % 14 < 4)],
  ['nothing was ever sold', []],
])('it is not known to be closed where %s', (_, days) => expect(offOf(days)).toEqual([]));

test('spans reach over the days off beside them, and over no other day', () => {
  const span = (first: string, last: string, off: number[]) =>
    withDaysOff([{ first: dayOf(first), last: dayOf(last) }], new Set(off)).map((wider) =>
      [wider.first, wider.last].map(isoOf),
    )[0];
  expect(span('2026-01-06', '2026-02-07', [6])).toEqual(['2026-01-06', '2026-02-08']);
  expect(span('2026-01-06', '2026-02-06', [6])).toEqual(['2026-01-06', '2026-02-06']);
  expect(span('2026-01-06', '2026-02-06', [5, 6])).toEqual(['2026-01-06', '2026-02-08']);
  expect(span('2026-01-06', '2026-02-08', [0])).toEqual(['2026-01-05', '2026-02-08']);
  expect(span('2026-01-05', '2026-02-09', [6])).toEqual(['2026-01-05', '2026-02-09']);
});
