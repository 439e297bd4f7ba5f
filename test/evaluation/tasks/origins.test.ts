import { automaticOrigins } from '../../../src/evaluation/tasks/origins';

it("gives the published protocol's six origins for its 53 weeks and 4 weeks ahead", () => {
  expect(automaticOrigins(53, 4)).toEqual([24, 28, 32, 36, 40, 44]);
});

it('takes the last origins of longer data, in steps of the horizon', () => {
  expect(automaticOrigins(104, 4)).toEqual([76, 80, 84, 88, 92, 96]);
  expect(automaticOrigins(104, 4, 2)).toEqual([92, 96]);
});

it('begins in the middle of short data', () => {
  expect(automaticOrigins(20, 2)).toEqual([10, 12, 14, 16]);
});

it('moves on to weeks that are all known', () => {
  expect(automaticOrigins(53, 4, 6, [27, 34])).toEqual([28, 35, 39, 43]);
  expect(() => automaticOrigins(20, 2, 6, [11, 13, 15, 17])).toThrow('use a shorter horizon');
});

it('says how many weeks are missing', () => {
  expect(() => automaticOrigins(15, 4)).toThrow(
    '15 weeks of data are too few to test forecasts of 4 weeks: at least 16',
  );
});
