/**
 * @jest-environment-options {"customExportConditions": ["umd", "node", "require", "default"]}
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JobResult, ListedJob } from '../../src/contract/jobs';
import { openSmallShop, type SmallShop } from '../retraining/support/smallShop';
import { runCli } from '../support/runCli';

// Plot's CommonJS build asks for d3 under the name of a content delivery network.
jest.mock('d3@7.9.0/dist/d3.min.js', () => jest.requireActual<object>('d3'), { virtual: true });

let shop: SmallShop;
beforeAll(async () => (shop = await openSmallShop({ skus: 20, weeks: 16 })));
afterAll(() => shop.remove());

const onShop = (...args: string[]) => runCli(...args, '--db', shop.file);
const encoder = () => ['--encoder', shop.encoder];

test('train on a catalog waits for its job and says what the model is worth', async () => {
  const { status, out, err } = await onShop('train', ...encoder(), '--name', 'spring');
  expect([status, err]).toEqual([0, '']);
  expect(out).toMatch(
    /^Trained spring on 20 products up to the week of 2024-04-15\.\nThe two models are not compared: no model was active\.\n {2}new products/,
  );
  expect(out).toContain('spring is the active model.');

  const list = await onShop('jobs', 'list', '--json');
  const { jobs } = JSON.parse(list.out) as { jobs: ListedJob[] };
  expect(jobs).toMatchObject([{ id: 1, model: 'spring', state: 'done' }]);
  expect((await onShop('jobs', 'show', '1')).out).toContain(
    'read 20 products and 16 weeks up to that of 2024-04-15',
  );
  const ended = await onShop('jobs', 'cancel', '1');
  expect([ended.status, ended.err]).toEqual([
    1,
    'shelfcast: Job 1 is done; there is nothing left to cancel.\n',
  ]);
});

test('a training on a catalog takes a horizon of its own', async () => {
  const waiting = shop.store.add({ model: null, until: '2024-03-01', promote: 'ask' });
  const { status, err } = await onShop('train', ...encoder(), '--horizon', '12');
  expect([status, err]).toEqual([
    1,
    `job ${waiting}, asked for before, is trained first; to drop it: shelfcast jobs cancel ${waiting} --db ${shop.file}\n` +
      'shelfcast: the catalog holds 16 complete weeks; to forecast 12 weeks takes 20 or more; a horizon of 8 takes no more than these\n',
  ]);
  expect(shop.store.get(waiting + 1)).toMatchObject({ state: 'failed', horizon: 12 });
});

test('a job that waits is cancelled, or done without a server', async () => {
  const waiting = shop.store.add({ model: 'autumn', until: '2024-03-01', promote: 'ask' });
  const other = shop.store.add({ model: 'winter', until: null, promote: 'ask' });
  expect((await onShop('jobs', 'cancel', String(other))).out).toMatch(/^\d+ {2}cancelled {2}winter/);
  const run = await onShop('jobs', 'run', ...encoder());
  expect(run.out).toContain('the catalog holds 8 complete weeks; to forecast 4 weeks takes 12 or more');
  expect(shop.store.get(waiting).state).toBe('failed');
  expect((await onShop('jobs', 'run', ...encoder())).out).toBe('No training waits.\n');
});

test('a training that fails is an error of the command', async () => {
  const taken = await onShop('train', ...encoder(), '--name', 'spring');
  expect([taken.status, taken.err]).toEqual([
    1,
    "shelfcast: there is a model 'spring' already; give the new one another name\n",
  ]);
});

test('evaluate on a catalog gives what it gives of the file', async () => {
  const methods = ['--baselines-only', '--json'];
  const [ofCatalog, ofFile] = ['catalog', 'file'].map((name) => join(shop.directory, name));
  const first = await onShop('evaluate', '--out', ofCatalog, ...methods);
  const second = await runCli('evaluate', '--data', shop.sales, '--out', ofFile, ...methods);
  expect([first.err, second.err.replace(/^Schema guessed.*\n/, '')]).toEqual(['', '']);
  const verdict = ({ out }: { out: string }) => (JSON.parse(out) as { verdict: unknown }).verdict;
  expect(verdict(first)).toEqual(verdict(second));
});

test.each([
  [['train', '--db', 'x.db', '--out', 'm'], "option '--db <file>' cannot be used with option '--out"],
  [['train', '--db', 'x.db', '--horizon', '14'], '--horizon is 1 to 13 for a model of a catalog'],
  [['train', '--db', 'x.db', '--seed', '8'], "'--db <file>' cannot be used with option '--seed"],
  [['train', '--out', 'm'], 'name the sales: --data FILE, or --db FILE for those of a catalog'],
  [['train', '--data', 'f.csv'], "required option '--out <directory>' not specified"],
  [['evaluate', '--out', 'm'], 'name the sales: --data FILE'],
])('%j is bad usage', async (args, message) => {
  const { status, err } = await runCli(...args);
  expect([status, err]).toEqual([2, expect.stringContaining(message)]);
});

test('no catalog is made where none is', async () => {
  const db = join(shop.directory, 'mistyped.db');
  for (const args of [
    ['train'],
    ['evaluate', '--out', join(shop.directory, 'e')],
    ['jobs', 'list'],
    ['accuracy'],
  ]) {
    const { status, err } = await runCli(...args, '--db', db);
    expect([status, err]).toEqual([
      1,
      expect.stringContaining('does not exist; make one with shelfcast ingest'),
    ]);
  }
  expect(existsSync(db)).toBe(false);
});

test('what a training came to is told as JSON', async () => {
  const { out } = await onShop('jobs', 'show', '1', '--json');
  const { result } = JSON.parse(out) as { result: JobResult };
  expect(result).toMatchObject({ model: 'spring', activated: true, trained_until: '2024-04-15' });
});
