import { join } from 'node:path';
import { openDatabase } from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';
import { Erasure } from '../../../src/registry/writer/erasure';
import { temporary } from '../../ingest/files';

const files = temporary();
beforeAll(() => jest.useFakeTimers({ doNotFake: ['performance'] }));
afterAll(() => {
  jest.useRealTimers();
  files.remove();
});

/** A database whose rewritings are counted, each of which takes `seconds` by the clock of its erasure. */
function opened(name: string, seconds: number) {
  const file = join(files.directory, name);
  const database = openDatabase(file, REGISTRY);
  database.exec("INSERT INTO products (sku, description) VALUES ('A', 'a red mug')");
  const state = { rewritten: 0, clock: 0 };
  const exec = database.exec.bind(database);
  jest.spyOn(database, 'exec').mockImplementation((sql) => {
    if (sql === 'VACUUM') {
      state.rewritten++;
      state.clock += seconds * 1000;
    }
    return exec(sql);
  });
  const failed = jest.fn();
  const erasure = new Erasure(database, failed, () => state.clock);
  const passed = (milliseconds: number) => {
    state.clock += milliseconds;
    jest.advanceTimersByTime(milliseconds);
  };
  const removed = () => {
    exec('INSERT OR IGNORE INTO erasures (due) VALUES (1)');
    erasure.removed();
  };
  const wrote = () => erasure.wrote();
  const isDue = () => database.prepare('SELECT 1 FROM erasures').get() !== undefined;
  const close = () => {
    erasure.close();
    database.close();
    expect(failed).not.toHaveBeenCalled();
  };
  return { file, database, state, passed, removed, wrote, isDue, close };
}

it('rewrites once while another reads the state of before, and is done when that has ended', () => {
  const { file, state, passed, removed, isDue, close } = opened('read.db', 0);
  const reader = openDatabase(file, REGISTRY);
  reader.exec('BEGIN');
  reader.prepare('SELECT * FROM products').all();
  removed();
  for (let second = 0; second < 5; second++) passed(1000);
  expect(state.rewritten).toBe(1);
  expect(isDue()).toBe(true);
  reader.exec('COMMIT');
  reader.close();
  passed(1000);
  expect(state.rewritten).toBe(1);
  expect(isDue()).toBe(false);
  close();
});

it('holds writes up for a twentieth of the time at most, however often something is removed', () => {
  const { state, passed, removed, isDue, close } = opened('often.db', 10);
  for (let second = 0; second < 200; second += 2) {
    removed();
    passed(2000);
  }
  expect(state.rewritten).toBe(1);
  expect(isDue()).toBe(true);
  passed(20_000);
  expect(state.rewritten).toBe(2);
  expect(isDue()).toBe(false);
  close();
});

it('lets those write on who are at it where the file is large, but not for ever', () => {
  const { database, state, passed, removed, wrote, isDue, close } = opened('busy.db', 1);
  database.exec('CREATE TABLE filler AS SELECT zeroblob(20000000) AS bytes');
  const keepWriting = (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      wrote();
      passed(1000);
    }
  };
  removed();
  keepWriting(600);
  expect([state.rewritten, isDue()]).toEqual([0, true]);
  passed(2000);
  expect([state.rewritten, isDue()]).toEqual([1, false]);
  removed();
  keepWriting(3590);
  expect(state.rewritten).toBe(1);
  keepWriting(30);
  expect([state.rewritten, isDue()]).toEqual([2, false]);
  close();
});
