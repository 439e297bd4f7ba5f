import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { ShelfcastError } from '../contract/errors';
import type { Migrations } from './migrations';

export type Database = BetterSqlite3.Database;

const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the SQLite file, making it and its directory where there is none, and brings its tables up to date. Writers
 * wait for each other; readers see the last committed state; a killed process leaves that state behind.
 * Throws ShelfcastError when the file is no database of ours or was made by a later version.
 */
export function openDatabase(file: string, migrations: Migrations): Database {
  mkdirSync(dirname(file), { recursive: true });
  let database: Database | undefined;
  try {
    database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    migrate(database, migrations, file);
    return database;
  } catch (error) {
    database?.close();
    if (String((error as { code?: unknown }).code).startsWith('SQLITE_')) {
      throw new ShelfcastError(
        'not_ready',
        `the database ${file} cannot be opened (${(error as Error).message}); move it away and start again, or name another`,
        { cause: error },
      );
    }
    throw error;
  }
}

function migrate(database: Database, migrations: Migrations, file: string): void {
  const step = database.transaction(() => {
    const version = database.pragma('user_version', { simple: true }) as number;
    if (version > migrations.length) {
      throw new ShelfcastError(
        'not_ready',
        `the database ${file} was made by a later version of shelfcast; update shelfcast or name another file`,
      );
    }
    for (const sql of migrations.slice(version)) database.exec(sql);
    database.pragma(`user_version = ${migrations.length}`);
  });
  step.immediate();
}
