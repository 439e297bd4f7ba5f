import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { ShelfcastError } from '../../contract/errors';
import { type Blob, putBlob, readBlob, removeBlobs } from './blobs';
import { appendEntries, type KeptEntry, type NewEntry } from './logEntries';
import { type LogState, stateIn } from './logState';
import { atOneTime, inTransaction, openPool } from './postgres';
import { SHARED_TABLES, TABLES_VERSION } from './sharedTables';

/** One for all catalogs of a database: 'shelfcast' in short. */
const LOCK = 0x53_48_4c_46;
/** For statements whose time depends on the size of the tables; the connection's own limit is for answers. */
const PATIENT = { query_timeout: 24 * 60 * 60 * 1000 };
/** Most entries that are read at once, and most of their characters, but at least one entry. */
const [MOST_ENTRIES, MOST_CHARACTERS] = [256, 4_000_000];

/**
 * The changes of a shared catalog, in one order, in a PostgreSQL database. Numbers have no gaps and are committed in
 * order: whoever appends locks the row that counts them until the commit.
 */
export class SharedLog {
  private constructor(private readonly pool: Pool) {}

  static async open(url: string): Promise<SharedLog> {
    return new SharedLog(await openPool(url));
  }

  /** Creates missing tables. Throws ShelfcastError if a later version made them. */
  async prepare(): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      await client.query(SHARED_TABLES);
      const { rows } = await client.query<{ version: number }>('SELECT version FROM shelfcast_catalog');
      if (rows.length === 0 || rows[0].version <= TABLES_VERSION) return;
      const detail = 'the catalog in PostgreSQL was made by a later version of shelfcast; update this server';
      throw new ShelfcastError('not_ready', detail);
    });
  }

  /** Null if no server has created the catalog yet. */
  state(): Promise<LogState | null> {
    return stateIn(this.pool);
  }

  /**
   * Starts the log after a view with this many entries, with the blobs that it refers to; false if another server was
   * faster.
   */
  found(id: string, sequence: number, view: Blob, others: readonly Blob[]): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
      const { rowCount } = await client.query(
        `INSERT INTO shelfcast_catalog
           (version, id, head, cut, erase, erased, snapshot, snapshot_sequence, told_since)
         VALUES ($1, $2, $3, $3, 0, 0, $4, $3, 0) ON CONFLICT DO NOTHING`,
        [TABLES_VERSION, id, sequence, view.id],
      );
      if (rowCount === 0) return false;
      for (const blob of [view, ...others]) await putBlob(client, blob);
      return true;
    });
  }

  /**
   * Appends entries with the blobs that they refer to, all or none. Resolves to the number of the last one once they
   * are committed; if it rejects they may have been appended nevertheless.
   */
  async append(entries: readonly NewEntry[], blobs: readonly Blob[] = []): Promise<number> {
    if (blobs.length === 0) return appendEntries(this.pool, entries);
    return inTransaction(this.pool, async (client) => {
      for (const blob of blobs) await putBlob(client, blob);
      return appendEntries(client, entries);
    });
  }

  /** The entries after one, in order; as many as are read at once. */
  async after(sequence: number): Promise<KeptEntry[]> {
    const { rows } = await this.pool.query<NewEntry & { sequence: string }>(
      `SELECT sequence, kind, payload, blob FROM (
         SELECT *, sum(length(payload)) OVER (ORDER BY sequence) - length(payload) AS before
         FROM (SELECT * FROM shelfcast_log WHERE sequence > $1 ORDER BY sequence LIMIT ${MOST_ENTRIES}) AS next
       ) AS counted WHERE before < ${MOST_CHARACTERS} ORDER BY sequence`,
      [sequence],
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }

  readBlob(blob: Blob): Promise<void> {
    return atOneTime(this.pool, (client) => readBlob(client, blob));
  }

  /** Writes the snapshot to a file; resolves to the log's state that belongs to it. */
  readSnapshot(path: string): Promise<LogState> {
    return atOneTime(this.pool, async (client) => {
      const state = await stateIn(client);
      if (!state)
        throw new ShelfcastError(
          'not_ready',
          'PostgreSQL no longer has the catalog; start this server anew.',
        );
      await readBlob(client, { id: state.snapshot, path });
      return state;
    });
  }

  /** Replaces the snapshot with a newer view; false if another server is doing so. */
  replaceSnapshot(path: string, sequence: number): Promise<boolean> {
    const id = `snapshot ${randomUUID()}`;
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS held', [
        LOCK,
      ]);
      if (!rows[0].held) return false;
      const { rows: before } = await client.query<{ snapshot: string; snapshot_sequence: string }>(
        'SELECT snapshot, snapshot_sequence FROM shelfcast_catalog',
      );
      if (Number(before[0].snapshot_sequence) >= sequence) return false;
      await putBlob(client, { id, path });
      await client.query(
        'UPDATE shelfcast_catalog SET snapshot = $1, snapshot_sequence = $2, told_since = 0',
        [id, sequence],
      );
      await removeBlobs(client, [before[0].snapshot]);
      return true;
    });
  }

  /** Reports a server's progress, and forgets those silent for `forgetSeconds`. */
  async report(server: string, applied: number, forgetSeconds: number): Promise<void> {
    await this.pool.query(
      `INSERT INTO shelfcast_servers (id, applied, seen) VALUES ($1, $2, now())
       ON CONFLICT (id) DO UPDATE SET applied = excluded.applied, seen = excluded.seen`,
      [server, applied],
    );
    await this.pool.query('DELETE FROM shelfcast_servers WHERE seen < now() - make_interval(secs => $1)', [
      forgetSeconds,
    ]);
  }

  /** Removes the entries that the snapshot and all servers have, with their files. */
  async cutOff(): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ cut: string }>(
        `UPDATE shelfcast_catalog SET cut = greatest(cut, least(snapshot_sequence,
           (SELECT coalesce(min(applied), snapshot_sequence) FROM shelfcast_servers))) RETURNING cut`,
      );
      const gone = await client.query<{ kind: string; blob: string | null }>(
        'DELETE FROM shelfcast_log WHERE sequence <= $1 RETURNING kind, blob',
        [rows[0].cut],
      );
      const files = gone.rows.flatMap(({ kind, blob }) =>
        kind === 'ingestFile' && blob !== null ? [blob] : [],
      );
      await removeBlobs(client, files);
    });
  }

  /** Rewrites the tables, so that no page of them keeps removed data. */
  async erase(state: LogState): Promise<void> {
    const client = await this.pool.connect();
    try {
      const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock($1) AS held', [
        LOCK,
      ]);
      if (!rows[0].held) return;
      await client.query('SET statement_timeout = 0');
      for (const table of ['shelfcast_log', 'shelfcast_blobs'])
        await client.query({ text: `VACUUM FULL ${table}`, ...PATIENT });
      await client.query('UPDATE shelfcast_catalog SET erased = greatest(erased, $1)', [state.cut]);
    } finally {
      // Its lock and its settings are released with it.
      client.release(true);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
