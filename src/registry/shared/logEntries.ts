import type { Pool, PoolClient } from 'pg';
import { ShelfcastError } from '../../contract/errors';

export interface NewEntry {
  kind: string;
  payload: string;
  blob: string | null;
}

export type KeptEntry = NewEntry & { sequence: number };

/** Notified whenever something was appended. */
export const CHANNEL = 'shelfcast';

/** Appends entries in one statement: one round trip, committed with its answer. Resolves to the last one's number. */
export async function appendEntries(
  client: Pool | PoolClient,
  entries: readonly NewEntry[],
): Promise<number> {
  const removes = entries.some(({ kind }) => kind === 'removeProduct');
  const forgotten = entries.flatMap(({ kind, blob }) =>
    kind === 'forgetTrained' && blob !== null ? [blob] : [],
  );
  const { rows } = await client.query<{ head: string }>(
    `WITH moved AS (
       UPDATE shelfcast_catalog SET head = head + $1::bigint, told_since = told_since + $6::bigint,
         erase = CASE WHEN $5::boolean THEN head + $1::bigint ELSE erase END RETURNING head
     ), added AS (
       INSERT INTO shelfcast_log (sequence, kind, payload, blob)
       SELECT moved.head - $1::bigint + told.at, told.kind, told.payload, told.blob
       FROM moved, unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS told (kind, payload, blob, at)
     ), forgotten AS (DELETE FROM shelfcast_blobs WHERE id = ANY ($7::text[]))
     SELECT head, pg_notify('${CHANNEL}', '') FROM moved`,
    [
      entries.length,
      entries.map(({ kind }) => kind),
      entries.map(({ payload }) => payload),
      entries.map(({ blob }) => blob),
      removes,
      entries.reduce((sum, { payload }) => sum + payload.length, 0),
      forgotten,
    ],
  );
  if (rows.length > 0) return Number(rows[0].head);
  throw new ShelfcastError(
    'not_ready',
    'The database in PostgreSQL is empty: start one server anew, which founds the catalog.',
  );
}
