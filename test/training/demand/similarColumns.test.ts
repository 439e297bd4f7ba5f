import { firstSeasonWeek, similarNames } from '../../../src/training/demand/similarColumns';

const ROWS = 2;

test.each([1, 13, 14, 26])('of %i weeks to forecast each is told its season only where all are', (weeks) => {
  const rows = { count: ROWS, units: new Float32Array(ROWS * (weeks + 1)) };
  const first = firstSeasonWeek({ seasonal: true, rows }, 'text_aware');
  const names = similarNames('text_aware')
    .slice(first ?? Infinity)
    .slice(0, weeks);
  expect(names).toEqual(weeks > 13 ? [] : Array.from({ length: weeks }, (_, at) => `season_week_${at + 1}`));
});
