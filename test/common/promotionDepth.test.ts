import { fittedWithDepth, promotionDepth, withoutDepth } from '../../src/common/promotionDepth';

test.each([
  ['20% off', 0.2, 'percent off'],
  ['Save 12,5 % this week', 0.125, 'Save percent this week'],
  ['Display at the entrance, 25% off', 0.25, 'Display at the entrance, percent off'],
  ['30 percent off, 10% more with the card', 0.3, 'percent off, percent more with the card'],
  ['-40%', 0.4, '-percent'],
  ['20 Prozent Rabatt', 0.2, 'percent Rabatt'],
])('%j names a depth of %p', (text, depth, embedded) => {
  expect(promotionDepth(text)).toBeCloseTo(depth, 9);
  expect(withoutDepth(text)).toBe(embedded);
});

test.each(['2 for 1', 'Front page', '100% cotton', '0% interest', '150 percent fun', '%', ''])(
  '%j names none',
  (text) => {
    expect(promotionDepth(text)).toBeNull();
    expect(withoutDepth(text)).toBe(text);
  },
);

test('texts that differ in their depth alone are embedded as one', () => {
  expect(withoutDepth('5% off shoes')).toBe(withoutDepth('55 % off shoes'));
});

test('what fitted of the embedded text is told in characters of the text itself', () => {
  const text = 'Now 5% off, and 12.5 percent more';
  const embedded = withoutDepth(text);
  expect(embedded).toBe('Now percent off, and percent more');
  for (const prefix of ['Now ', 'Now 5%', 'Now 5% off, and ', 'Now 5% off, and 12.5 percent mo', text])
    expect(fittedWithDepth(text, withoutDepth(prefix).length)).toBe(prefix.length);
});
