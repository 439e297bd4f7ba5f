import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { makeDirectory } from '../../common/makeDirectory';
import { messageOf, codeOf, errorOf } from '../../common/thrown';
import { ShelfcastError } from '../../contract/errors';
import type { Migrations } from './migrations';
import { addSearchText } from './productSearch';

export type Database = BetterSqlite3.Database;

const BUSY_TIMEOUT_MS = 5000;
const RETRY_MS = 20;

/**
 * Opens the SQLite file, creating it and its directory if needed, and brings its tables up to date. Writers wait for
 * each other; readers see the last committed state, which also survives a killed process. Throws ShelfcastError if the
 * file is not one of our databases, or was made by a later version.
 */
export function openDatabase(file: string, migrations: Migrations): Database {
  makeDirectory(dirname(file));
  let database: Database | undefined;
  try {
    database = new BetterSqlite3(file, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    addSearchText(database);
    migrate(database, migrations, file);
    return database;
  } catch (error) {
    database?.close();
    throw databaseProblem(error, file) ?? error;
  }
}

/** A numeric pragma of a database. */
export function pragmaNumber(database: Database, name: string): number {
  return Number(database.pragma(name, { simple: true }));
}

/** From now on no statement waits for another program's lock: it throws SQLITE_BUSY at once. */
export function waitForNobody(database: Database): void {
  database.pragma('busy_timeout = 0');
}

/**
 * Moves the log's content into the database's own file and empties the log; false if a reader still needs the old
 * state.
 */
export function truncateLog(database: Database): boolean {
  // The first column tells whether another connection prevented it.
  return pragmaNumber(database, 'wal_checkpoint(TRUNCATE)') === 0;
}

/**
 * Does work on a database that does not wait for locks, retrying for some seconds while another program holds one.
 * Other requests continue meanwhile.
 */
export async function whenUnlocked<T>(work: () => T): Promise<T> {
  for (const until = performance.now() + BUSY_TIMEOUT_MS; ;) {
    try {
      return work();
    } catch (error) {
      if (!isLocked(error) || performance.now() > until) throw error;
      await sleep(RETRY_MS);
    }
  }
}

/** Whether an error means that another program holds a lock. */
export function isLocked(error: unknown): boolean {
  const code = sqliteCode(error);
  return /^SQLITE_(BUSY|LOCKED)/.test(code);
}

/** An error of that kind. */
export function lockedError(message: string): Error {
  return new BetterSqlite3.SqliteError(message, 'SQLITE_BUSY');
}

/** Whether an error means that the file cannot be read or written now: a lock, a full disk, permissions, damage. */
export function isUnusable(error: unknown): boolean {
  const code = sqliteCode(error);
  return /^SQLITE_(BUSY|LOCKED|FULL|READONLY|CANTOPEN|PERM|AUTH|IOERR|CORRUPT|NOTADB)/.test(code);
}

/** What SQLite's error means, in words for the operator, with the file's name; null for any other error. */
export function databaseProblem(error: unknown, file?: string): ShelfcastError | null {
  const code = codeOf(error);
  const found = PROBLEMS.find(([pattern]) => pattern.test(code));
  if (!found) return null;
  const [, what] = found;
  return new ShelfcastError(
    'not_ready',
    `the database ${file === undefined ? '' : `${file} `}${what} (${messageOf(error)})`,
    {
      cause: error,
      retryAfterSeconds: 1,
    },
  );
}

const PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'is locked by another program; try again when that is done'],
  [/^SQLITE_READONLY/, 'cannot be written; give this user the right to write the file and its directory'],
  [
    /^SQLITE_(CANTOPEN|PERM|AUTH)/,
    'cannot be opened; check that its directory is there and that this user may write in it',
  ],
  [/^SQLITE_FULL/, 'finds no room on its disk; make room and start again'],
  [/^SQLITE_IOERR/, 'cannot be read or written; check its disk'],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'is damaged or no database of shelfcast; bring back a copy of it, or name another file',
  ],
  [/^SQLITE_/, 'cannot be used'],
];

/** SQLite's code in an error or its cause. */
function sqliteCode(error: unknown): string {
  return codeOf(error) || codeOf(errorOf(error).cause);
}

function migrate(database: Database, migrations: Migrations, file: string): void {
  const step = database.transaction(() => {
    const version = pragmaNumber(database, 'user_version');
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
