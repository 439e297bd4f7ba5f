import type { ClientConfig, Pool, PoolClient } from 'pg';
import { ShelfcastError } from '../../contract/errors';

const CONNECT_SECONDS = 3;
const LOCK_MS = 5000;
const STATEMENT_MS = 20_000;
/** A server that does not answer at all is given up then. */
const ANSWER_MS = 25_000;
const MOST_CONNECTIONS = 4;

/**
 * Throws ShelfcastError where it is none; it says nothing of what is in it. Limits that the address names, `connect_timeout`
 * in seconds as libpq does (0: none) and the others in milliseconds, go before ours.
 */
export function connectionTo(url: string): ClientConfig {
  if (!URL.canParse(url)) {
    throw new ShelfcastError(
      'invalid',
      '--db is no address of a PostgreSQL database: postgres://USER@HOST:PORT/NAME',
    );
  }
  const seconds = new URL(url).searchParams.get('connect_timeout') ?? CONNECT_SECONDS;
  return {
    connectionString: url,
    application_name: 'shelfcast',
    connectionTimeoutMillis: 1000 * Number(seconds),
    lock_timeout: LOCK_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
  };
}

/** Its client is loaded here, since most servers never need it. */
export async function openPool(url: string): Promise<Pool> {
  const { Pool } = await import('pg');
  const pool = new Pool({ ...connectionTo(url), max: MOST_CONNECTIONS });
  // An idle connection that breaks is replaced by the next question.
  pool.on('error', () => {});
  // One that breaks while it is in use and nothing is asked of it says so with the next question.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** Work in a transaction of its own; on an error nothing of it stays. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => (broken = failed));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Reads in a transaction that sees one state of the database. */
export function atOneTime<T>(pool: Pool, read: (client: PoolClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    return read(client);
  });
}

/**
 * What an error of PostgreSQL, or on the way there, means for whoever asked; errors of ours stay as they are. It is logged
 * where PostgreSQL is first found to be away, not with every request.
 */
export function postgresProblem(error: unknown): ShelfcastError {
  if (error instanceof ShelfcastError) return error;
  const detail =
    'The catalog in PostgreSQL cannot be reached or written now; send this again. What was stored already counts once.';
  return new ShelfcastError('not_ready', detail, { retryAfterSeconds: 1 });
}
