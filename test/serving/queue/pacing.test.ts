import { Pacing } from '../../../src/serving/queue/pacing';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Two processes, of which so many have a batch. */
function paced(busy: number, look: () => void = () => {}, patience = 50) {
  const pool = { idle: 2 - busy, busy };
  return { pool, pacing: new Pacing<string>(pool, patience, look) };
}

test('processes without a batch are free', () => {
  expect(paced(0).pacing.freeProcesses()).toBe(2);
});

test('a process counts as free shortly before its batch is expected to end, and is looked at again then', () => {
  const { pool, pacing } = paced(0);
  pacing.start('first', 100);
  pacing.end('first', 100, 3);
  pool.idle = 0;
  pool.busy = 2;
  pacing.start('short', 10);
  pacing.start('long', 100_000);
  expect(pacing.freeProcesses()).toBe(0);
  jest.advanceTimersByTime(60);
  expect(pacing.freeProcesses()).toBe(1);
  pacing.start('next', 10);
  expect(pacing.freeProcesses()).toBe(0);
});

test('a small batch waits for more while more texts are under way, as long as patience goes', () => {
  const look = jest.fn();
  const { pacing } = paced(1, look, 20);
  const waiting = { texts: 5, tokens: 40, frontSince: performance.now() };
  expect(pacing.gathers(waiting, 6)).toBe(true);
  expect(pacing.gathers(waiting, 5)).toBe(false);
  expect(pacing.gathers({ ...waiting, tokens: 64 }, 6)).toBe(false);
  jest.advanceTimersByTime(40);
  expect(look).toHaveBeenCalledTimes(1);
  expect(pacing.gathers(waiting, 6)).toBe(false);
});
