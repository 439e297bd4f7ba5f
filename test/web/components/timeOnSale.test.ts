import { timeOnSale } from '../../../src/web/components/timeOnSale';

test.each([
  [0, 'not yet'],
  [1, '1 week known'],
  [25, '25 weeks known'],
  [26, '26 weeks or more'],
])('%i weeks of history are said to be on sale: %s', (weeks, said) => {
  expect(timeOnSale(weeks)).toBe(said);
});
