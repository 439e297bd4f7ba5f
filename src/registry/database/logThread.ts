import { workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';

const LOCK_MS = 5000;

const database = new BetterSqlite3(workerData as string, { timeout: LOCK_MS, fileMustExist: true });
database.pragma('wal_checkpoint(RESTART)');
// Whoever writes first into a log that begins anew waits for the disk once more: not the server.
const version = database.pragma('user_version', { simple: true }) as number;
database.pragma(`user_version = ${version}`);
database.close();
