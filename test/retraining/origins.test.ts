import { candidateOrigins, comparedOrigins } from '../../src/retraining/origins';

const FOUR = { horizon: 4, compared: 4 };
const whole = (weeks: number) => ({ weeks, unknown: [] });

test.each([
  [52, 4, 4, [44, 48]],
  [52, 8, 8, [44]],
  [52, 3, 3, [43, 46, 49]],
  [18, 4, 4, [14]],
  [16, 4, 4, [12]],
  [15, 4, 4, []],
  [52, 10, 4, [44, 48]],
  [22, 10, 4, [18]],
  [21, 10, 4, []],
])('of %i weeks, horizons of %i compared on %i begin at %j', (weeks, horizon, compared, origins) => {
  expect(candidateOrigins(whole(weeks), { horizon, compared })).toEqual(origins);
});

test('weeks that are not known of any product are compared on none', () => {
  expect(candidateOrigins({ weeks: 52, unknown: [20, 45, 51] }, FOUR)).toEqual([41, 47]);
});

test('only weeks that the active model has not seen count, and it is said where there are none', () => {
  expect(comparedOrigins(whole(52), FOUR, -Infinity)).toEqual({
    origins: [44, 48],
    reason: null,
    reasons: [],
  });
  expect(comparedOrigins(whole(52), FOUR, 45)).toEqual({ origins: [48], reason: null, reasons: [] });
  expect(comparedOrigins(whole(52), FOUR, 49)).toEqual({
    origins: [44, 48],
    reason: 'the active model was trained on the weeks on which it would be tested',
    reasons: [{ code: 'active_has_seen', values: {} }],
  });
  expect(comparedOrigins(whole(15), FOUR, -Infinity)).toEqual({
    origins: [],
    reason: '15 complete weeks are too few to test on some; 16 are enough',
    reasons: [{ code: 'few_to_test', values: { weeks: 15, needed: 16 } }],
  });
});
