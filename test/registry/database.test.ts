import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/registry/database';
import { REGISTRY } from '../../src/registry/migrations';

const directory = mkdtempSync(join(tmpdir(), 'shelfcast-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a new file gets its directory and tables; opened again it keeps what it holds', () => {
  const file = join(directory, 'deep/er/shop.db');
  const first = openDatabase(file, REGISTRY);
  first.exec("INSERT INTO sources VALUES ('A', 'sales.csv', 0)");
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
  expect(() => openDatabase(text, REGISTRY)).toThrow(/text\.db cannot be opened \(file is not a database\)/);
});
