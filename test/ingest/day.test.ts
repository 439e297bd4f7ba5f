import fc from 'fast-check';
import { isoDayOf } from '../../src/ingest/day';
import { numberOf } from '../../src/ingest/number';

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
  '2024-1-5',
  '2024-13-01',
  '1969-12-31',
  '2200-01-01',
  '01-02-24',
])('%p is no date', (text) => expect(isoDayOf(text, 'day/month/year')).toBeNull());
test.each(['2024-01-05 lunch', '2024-01-05 25', '31/02/2024', '1/2-2024'])('%p is no date', (text) =>
  expect(isoDayOf(text, 'day/month/year')).toBeNull(),
);

test('numbers: written plainly, missing, or none', () => {
  expect(['1', ' -2.50 ', '+.5', '3.', '1e3'].map((text) => numberOf(text))).toEqual([1, -2.5, 0.5, 3, 1000]);
  expect(['', '  ', 'NA', 'NaN', 'null'].map((text) => numberOf(text))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  for (const text of ['1,5', '1 000', '£2', '0x10', 'Infinity', '1e10', '--1', '.', '12abc', '1_000']) {
    expect([text, numberOf(text)]).toEqual([text, NaN]);
  }
});
