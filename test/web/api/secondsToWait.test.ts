import { secondsToWait } from '../../../src/web/api/secondsToWait';

test('a server that is away or names a time is asked again by itself, for what took too long it is not', () => {
  expect(secondsToWait({ status: 504 })).toBe(5);
  expect(secondsToWait({ status: 503, code: 'not_ready', retry_after: 2 })).toBe(2);
  expect(secondsToWait({ status: 504, code: 'deadline' })).toBeNull();
  expect(secondsToWait({ status: 422, code: 'invalid' })).toBeNull();
});
