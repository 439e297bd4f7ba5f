import type { JobResult } from '../../src/contract/jobs';
import { doneText, inCommands } from '../../src/cli/jobText';

const comparison = { champion: 'demo-shop', tasks: [], sentence: 'The two models are not compared.' };
const result = {
  ...{ model: 'shop-1', products: 3, trained_until: '2026-03-02', comparison },
  ...{ activated: false, next: 'POST /models/shop-1/activate' },
} as unknown as JobResult;

test('the command line names the command that comes next, not the route', () => {
  const job = inCommands({ result }, 'shop.db');
  expect(job.result!.next).toBe('shelfcast models activate shop-1 --db shop.db');
  expect(doneText(job.result!)).toContain(
    'To take the new one: shelfcast models activate shop-1 --db shop.db',
  );
});

test('a path that a shell would take apart is quoted in the command', () => {
  expect(inCommands({ result }, "Anna's shop/ä.db").result!.next).toBe(
    "shelfcast models activate shop-1 --db 'Anna'\\''s shop/ä.db'",
  );
});

test('nothing comes after a model that is active', () => {
  expect(inCommands({ result: { ...result, activated: true } }, 'shop.db').result!.next).toBeNull();
  expect(inCommands({ result: null }, 'shop.db').result).toBeNull();
});
