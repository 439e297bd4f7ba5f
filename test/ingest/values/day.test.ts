import fc from 'fast-check';
import { isoDayOf, secondOfDay } from '../../../src/ingest/values/day';

test('every day is read from every way of writing it', () => {
  const days = fc.date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = iso.split('-') as [string, string, string];
      const [m, d] = [Number(month), Number(day)];
      const read = [
        iso,
        `${iso}T10:00:00Z`,
        `${iso} 9:05 PM`,
        `${year}${month}${day}`,
        `${day}.${month}.${year}`,
      ];
      for (const text of read) expect(isoDayOf(text, undefined)).toBe(iso);
      expect(isoDayOf(`${d}/${m}/${year} 08:26`, 'day/month/year')).toBe(iso);
      expect(isoDayOf(`${m}-${d}-${year}`, 'month/day/year')).toBe(iso);
      expect(isoDayOf(`${d}/${m}/${year}`, undefined)).toBe('unordered');
    }),
  );
});

test.each([
  '',
  'soon',
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '1969-12-31',
  '2200-01-01',
  '01-02-24',
  '25/01/06',
  'KW 53/2025',
  '6 Janitor 2025',
  'Jan 2025',
  '2025-W53',
])('%p is no date', (text) => expect(isoDayOf(text, 'day/month/year')).toBeNull());
test.each(['2024-01-05 lunch', '2024-01-05 25', '31/02/2024', '1/2-2024'])('%p is no date', (text) =>
  expect(isoDayOf(text, 'day/month/year')).toBeNull(),
);

test.each([
  ['45663', '2025-01-06'],
  ['Jan-06-25', '2025-01-06'],
  ['Jan 6, 2025', '2025-01-06'],
  ['45663.75', '2025-01-06'],
  ['2025/1/6', '2025-01-06'],
  ['2025-1-6 9:30', '2025-01-06'],
  ['2025年1月6日', '2025-01-06'],
  ['٢٠٢٥-٠١-٠٦', '2025-01-06'],
  ['06.01.25', '2025-01-06'],
  ['06-Jan-2025', '2025-01-06'],
  ['Jan 6, 2025 9:30 PM', '2025-01-06'],
  ['Mar 4, 2025', '2025-03-04'],
  ['mar 4 mars 2025', '2025-03-04'],
  ['Mo, 06.01.2025', '2025-01-06'],
  ['6 января 2025 г.', '2025-01-06'],
  ['6 de enero de 2025', '2025-01-06'],
  ['2025/1/6(月)', '2025-01-06'],
  ['KW 02/2025', '2025-01-06'],
  ['2568-01-06', '2025-01-06'],
  ['2025-01-06 09:30 CEST', '2025-01-06'],
  ['\u200e2025-01-06', '2025-01-06'],
  ['6.1.2025', '2025-01-06'],
  ['2025-W02', '2025-01-06'],
  ['2025W02-7', '2025-01-12'],
  ['2020-W53-5', '2021-01-01'],
])('%s is %s', (text, day) => expect(isoDayOf(text, undefined)).toBe(day));

test.each([
  ['2025-01-06', null],
  ['2025-01-06 08:26:01', 8 * 3600 + 26 * 60 + 1],
  ['2025-01-06T23:59Z', 23 * 3600 + 59 * 60],
  ['1/6/2025 12:05 AM', 5 * 60],
  ['1/6/2025 1:05 pm', 13 * 3600 + 5 * 60],
  ['45663', null],
  ['45663.75', 18 * 3600],
])('the time of day of %s', (text, second) => expect(secondOfDay(text)).toBe(second));

test('what is too long for a date is none, however it repeats itself', () => {
  for (const text of [`${'Mon '.repeat(20_000)}1`, `1st${' '.repeat(1000)}x`, `${'T '.repeat(1000)}6.1.2025`])
    expect(isoDayOf(text, undefined)).toBeNull();
});
