import { workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

const LOCK_MS = 5000;

const database = new BetterSqlite3(workerData as string, { timeout: LOCK_MS, fileMustExist: true });
database.pragma('wal_checkpoint(RESTART)');
// The first write after the log was reset waits for the disk once more: do that here, not in the server.
const version = database.pragma('user_version', { simple: true }) as number;
database.pragma(`user_version = ${version}`);
database.close();
