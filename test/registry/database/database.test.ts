import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import {
  databaseProblem,
  openDatabase,
  waitForNobody,
  whenUnlocked,
} from '../../../src/registry/database/database';
import { REGISTRY } from '../../../src/registry/database/migrations';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a new file gets its directory and tables; opened again it keeps what it holds', () => {
  const file = join(directory, 'deep/er/shop.db');
  const first = openDatabase(file, REGISTRY);
  first.exec("INSERT INTO sources (hash, name, synthetic) VALUES ('A', 'sales.csv', 0)");
  expect(first.pragma('journal_mode', { simple: true })).toBe('wal');
  first.close();
  const again = openDatabase(file, REGISTRY);
  expect(again.prepare('SELECT hash FROM sources').pluck().all()).toEqual(['A']);
  again.close();
});

test('only the steps not yet taken are taken, and none of a failed one stays', () => {
  const file = join(directory, 'steps.db');
  openDatabase(file, ['CREATE TABLE one (a)']).close();
  expect(() =>
    openDatabase(file, ['CREATE TABLE one (a)', 'CREATE TABLE two (b); CREATE TABLE one (c)']),
  ).toThrow(/table one already exists/);
  const database = openDatabase(file, ['CREATE TABLE one (a)', 'CREATE TABLE two (b)']);
  expect(database.pragma('user_version', { simple: true })).toBe(2);
  database.close();
});

test('a file of a later version and a file that is no database are refused by name', () => {
  const later = join(directory, 'later.db');
  openDatabase(later, [...REGISTRY, 'CREATE TABLE more (a)']).close();
  expect(() => openDatabase(later, REGISTRY)).toThrow(/later\.db was made by a later version/);
  const text = join(directory, 'text.db');
  writeFileSync(text, 'no database, but long enough to be looked at as one'.repeat(100));
  expect(() => openDatabase(text, REGISTRY)).toThrow(
    /text\.db is damaged or no database of shelfcast; bring back a copy.*\(file is not a database\)/,
  );
});

test.each([
  ['SQLITE_BUSY', /is locked by another program; try again/],
  ['SQLITE_READONLY', /cannot be written; give this user the right/],
  ['SQLITE_CANTOPEN', /cannot be opened; check that its directory/],
  ['SQLITE_FULL', /finds no room on its disk/],
  ['SQLITE_IOERR_WRITE', /check its disk/],
  ['SQLITE_CORRUPT', /is damaged/],
])('%s is told in words, with the file, and never advises to move a good database away', (code, words) => {
  const error = databaseProblem(Object.assign(new Error('what SQLite says'), { code }), '/shop/shelfcast.db');
  expect(error?.detail).toMatch(words);
  expect(error?.detail).toContain('/shop/shelfcast.db');
  expect(error?.detail).not.toMatch(/move/);
});

test('a lock is waited for beside other work, and given up in the end', async () => {
  const file = join(directory, 'locked.db');
  const database = openDatabase(file, REGISTRY);
  waitForNobody(database);
  const other = new BetterSqlite3(file);
  other.exec('BEGIN IMMEDIATE');
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  const writing = whenUnlocked(() =>
    database.exec("INSERT INTO sources (hash, name, synthetic) VALUES ('B', 'more.csv', 0)"),
  );
  while (turns < 10) await new Promise(setImmediate);
  other.exec('COMMIT');
  await writing;
  clearInterval(counting);
  expect(database.prepare('SELECT count(*) FROM sources').pluck().get()).toBe(1);
  other.close();
  database.close();
});
