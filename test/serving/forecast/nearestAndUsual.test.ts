import { nearestAndUsual } from '../../../src/serving/forecast/nearestAndUsual';

test('two likenesses that differ never read the same', () => {
  expect(nearestAndUsual(0.3, 0.59)).toBe('nearest 0.30, usual at least 0.59');
  expect(nearestAndUsual(0.5791, 0.5812)).toBe('nearest 0.5791, usual at least 0.5812');
});
