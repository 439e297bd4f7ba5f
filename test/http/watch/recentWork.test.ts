import { RecentWork } from '../../../src/http/watch/recentWork';

test('work is summed over the last 60 seconds and then forgotten', () => {
  let now = 5_000;
  const recent = new RecentWork(() => now);
  expect(recent.counts).toEqual({ forecasts: 0, texts: 0 });
  recent.add({ forecasts: 3 });
  recent.add({ texts: 8 });
  now += 40_000;
  recent.add({ forecasts: 2 });
  expect(recent.counts).toEqual({ forecasts: 5, texts: 8 });
  now += 20_000;
  expect(recent.counts).toEqual({ forecasts: 2, texts: 0 });
  now += 600_000;
  expect(recent.counts).toEqual({ forecasts: 0, texts: 0 });
});
