import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobResult } from '../../../src/contract/jobs';
import { type Database, openDatabase } from '../../../src/registry/database/database';
import { holdLock } from '../../../src/registry/database/holdLock';
import { jobsFile } from '../../../src/registry/jobs/jobFiles';
import type { NewJob } from '../../../src/registry/jobs/jobStatements';
import { JobStore } from '../../../src/registry/jobs/jobs';
import { JOBS } from '../../../src/registry/database/migrations';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let made = 0;
let file: string;
let database: Database;
let store: JobStore;
beforeEach(() => {
  file = join(directory, `${made++}.db`);
  database = openDatabase(jobsFile(file), JOBS);
  store = new JobStore(database);
});
afterEach(() => database.close());

const asked = (model: string | null = null): NewJob => ({ model, until: null, promote: 'ask' });

test('jobs are done in the order in which they came, each by one alone', () => {
  const [first, second] = [store.add(asked('a')), store.add(asked('b'))];
  const other = new JobStore(openDatabase(jobsFile(file), JOBS));
  expect(store.claim()).toMatchObject({ id: first, model: 'a' });
  const reasons = [{ code: 'nothing_sold' as const, values: {} }];
  store.fail(first, 'no sales', reasons);
  expect(store.list().at(-1)).toMatchObject({ error: 'no sales', reasons, result: null });
  expect(other.claim()).toMatchObject({ id: second, model: 'b' });
  expect(store.list().map(({ id, state, error }) => [id, state, error])).toEqual([
    [second, 'running', null],
    [first, 'failed', 'no sales'],
  ]);
});

test('the right to do them is one holder’s at a time, and can be had again', () => {
  const release = holdLock(file, 'jobs')!;
  expect(holdLock(file, 'jobs')).toBeNull();
  release();
  const again = holdLock(file, 'jobs')!;
  expect(again).not.toBeNull();
  again();
});

test('a job whose process ended is claimed again, with what its steps left', () => {
  const id = store.add(asked());
  store.claim();
  store.enter(id, 'read');
  store.finishStep(id, 'read', 2, { products: 3 });
  store.enter(id, 'backtest');
  store.add(asked());
  expect(store.claim()!.id).toBe(id);
  expect([store.resultOf(id, 'read'), store.resultOf(id, 'backtest')]).toEqual([{ products: 3 }, undefined]);
});

test('a job whose processes end again and again in one step fails, and one that gets on does not', () => {
  const id = store.add(asked());
  for (const step of ['read', 'backtest'] as const) {
    for (let start = 0; start < 5; start++) expect(store.claim()).toMatchObject({ id });
    store.enter(id, step);
    if (step === 'read') store.finishStep(id, step, 1, {});
  }
  expect(store.claim()).toBeNull();
  expect(store.get(id)).toMatchObject({
    state: 'failed',
    error: "its process ended 5 times in the step 'backtest'; it may lack memory",
    reasons: [{ code: 'training_ended', values: { times: 5 } }],
  });
});

test('what is cancelled is no longer wanted; what registers or has ended is not cancelled', () => {
  const [waiting, running] = [store.add(asked('later')), store.add(asked('now'))];
  expect(store.cancel(waiting).state).toBe('cancelled');
  const claimed = store.claim()!;
  expect([claimed.id, store.isWanted(claimed)]).toEqual([running, true]);
  store.enter(running, 'register');
  expect(() => store.cancel(running)).toThrow(`Job ${running} is registering its model`);
  store.enter(running, 'train');
  store.cancel(running);
  expect([store.isWanted(claimed), store.enter(running, 'register')]).toEqual([false, false]);
  store.finish(running, {} as JobResult);
  expect(store.get(running)).toMatchObject({ state: 'cancelled', result: null });
  expect(() => store.cancel(running)).toThrow('is cancelled; there is nothing left to cancel');
  expect(() => store.get(99)).toThrow('There is no job 99');
});

test('what must begin again has no finished steps, and its process learns of it', () => {
  store.add(asked());
  const claimed = store.claim()!;
  store.finishStep(claimed.id, 'read', 1, { rows: 4 });
  store.restartAll();
  expect([store.isWanted(claimed), store.resultOf(claimed.id, 'read')]).toEqual([false, undefined]);
  const again = store.claim()!;
  expect([again.id, store.isWanted(again)]).toEqual([claimed.id, true]);
});

test('two open jobs do not make one model, and few wait', () => {
  store.add(asked('spring'));
  expect(() => store.add(asked('spring'))).toThrow('name: job 1 trains a model of this name');
  for (let more = 1; more < 16; more++) store.add(asked());
  expect(() => store.add(asked())).toThrow('16 trainings wait already');
});

test('lines and ended jobs are bounded', () => {
  for (let round = 0; round < 103; round++) store.cancel(store.add(asked()));
  expect(store.list()).toHaveLength(101);
  const id = store.add(asked());
  for (let line = 0; line < 205; line++) store.say(id, `${line} ${'x'.repeat(1000)}`);
  const { log } = store.get(id);
  expect([log.length, log[0].line.slice(0, 3), log[0].line.length]).toEqual([200, '5 x', 500]);
});
