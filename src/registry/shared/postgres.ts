import type { ClientConfig, Pool, PoolClient } from 'pg';
import { ShelfcastError } from '../../contract/errors';

const CONNECT_SECONDS = 3;
const LOCK_MS = 5000;
const STATEMENT_MS = 20_000;
/** A server that does not answer is given up after this time. */
const ANSWER_MS = 25_000;
const MOST_CONNECTIONS = 4;

/**
 * Throws ShelfcastError for an invalid address, without quoting it. Timeouts in the address override ours:
 * `connect_timeout` in seconds as in libpq (0: none), the others in milliseconds.
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
  // An idle connection that breaks is replaced by the next query.
  pool.on('error', () => {});
  // A connection that breaks between queries reports that with the next one.
  pool.on('connect', (client) => void client.on('error', () => {}));
  return pool;
}

/** Work in a separate transaction, rolled back on an error. */
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
 * What an error of PostgreSQL, or of the connection to it, means for the client; our own errors stay as they are. It is
 * logged when PostgreSQL is first found unreachable, not with every request.
 */
export function postgresProblem(error: unknown): ShelfcastError {
  if (error instanceof ShelfcastError) return error;
  const detail =
    'The catalog in PostgreSQL cannot be reached or written now; send this again. What was stored already counts once.';
  return new ShelfcastError('not_ready', detail, { retryAfterSeconds: 1 });
}
