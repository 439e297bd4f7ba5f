import { item } from '../../src/contract/item';
import { orderItem } from '../../src/contract/orders';
import { plainMessage } from '../../src/contract/plainMessage';

test.each([
  ['a forecast', item],
  ['an order', orderItem],
])('a known product without a description is told what it lacks and where that is: %s', (_, schema) => {
  const { error } = schema.safeParse({ sku: 'P003', lead_weeks: 1 }, { error: plainMessage });
  const issue = error!.issues.find(({ path }) => path[0] === 'description')!;
  expect(issue.message).toBe(
    'is missing; every item says what the product is, a known one too: GET /catalog/{sku} tells its description',
  );
});
