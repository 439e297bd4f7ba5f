import { forecastSentence } from '../../../src/web/components/forecastSentence';

const week = { week: '2026-06-29', p10: 0, p50: 0, p90: 0, mean: 0 };

function sentence(
  [p10, mean, p90]: [number, number, number],
  options: Parameters<typeof forecastSentence>[1] = {},
  weeks = 4,
): string {
  return forecastSentence(
    { forecast: Array(weeks).fill(week), total: { p10, p50: mean, p90, mean } },
    options,
  );
}

test('says total, range and what would be expected without the words', () => {
  expect(sentence([60, 120, 230], { withoutWords: 85 })).toBe(
    'About 120 in the first 4 weeks; 8 times in 10 between 60 and 230; without the words, by price and season alone, it would be 85.',
  );
});

test('says what the forecast without words knows', () => {
  const known = { which: 'next' as const, withoutWords: 13.2, knows: { sales: true, price: true } };
  expect(sentence([1, 9.96, 30.4], known)).toBe(
    'About 10 in the next 4 weeks; 8 times in 10 between 1 and 30; ' +
      'without the words, by past sales, price and season alone, it would be 13.',
  );
  expect(sentence([1, 2, 3], { withoutWords: 5, knows: { sales: false, price: false } })).toContain(
    'without the words, by season alone, it would be 5.',
  );
});

test('a change too small to show is none', () => {
  for (const withoutWords of [2, 2.04, 1.96])
    expect(sentence([1, 2, 3], { withoutWords })).toContain(
      'without the words, by price and season alone, it would be the same.',
    );
});

test.each([
  ['nothing', [0, 0.01, 0.04], 'Hardly any in the first 4 weeks; 9 times in 10 none at all.'],
  ['one figure', [9.96, 10.01, 10.04], 'About 10 in the first 4 weeks; 8 times in 10 close to 10.'],
  ['a few', [0, 0.6, 2], 'About 0.6 in the first 4 weeks; 8 times in 10 between 0 and 2.'],
  [
    'many',
    [1200, 12_345.6, 98_765],
    'About 12,346 in the first 4 weeks; 8 times in 10 between 1,200 and 98,765.',
  ],
] as const)('%s', (_, [p10, mean, p90], said) => {
  expect(sentence([p10, mean, p90])).toBe(said);
});

test.each([
  [1, 'About 2 in the first week;'],
  [26, 'About 2 in the first 26 weeks;'],
] as const)('%i week(s)', (weeks, said) => {
  expect(sentence([1, 2, 3], {}, weeks)).toContain(said);
});

test('a figure that is no number of sales', () => {
  expect(sentence([-4, 0, 3], { withoutWords: 1 }, 0)).toBe(
    'About 0; 8 times in 10 between −4 and 3; without the words, by the numbers alone, it would be 1.',
  );
});
