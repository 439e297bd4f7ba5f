import type { Pool, PoolClient } from 'pg';
import { keysOf, recordOf } from '../../common/keysOf';

/** Of the log: numbers of entries. */
export interface LogState {
  /** Differs between logs. */
  id: string;
  head: number;
  /** Entries up to this one are no longer stored. */
  cut: number;
  /** Entries up to this one must be removed. */
  erase: number;
  erased: number;
  snapshot: string;
  snapshotSequence: number;
  /** Characters appended since the snapshot. */
  toldSince: number;
}

const STATE = `SELECT id, head, cut, erase, erased, snapshot, snapshot_sequence AS "snapshotSequence",
  told_since AS "toldSince" FROM shelfcast_catalog`;

/** Null if no server has created the catalog yet. */
export async function stateIn(client: Pool | PoolClient): Promise<LogState | null> {
  const { rows } = await client.query<Record<keyof LogState, string>>(STATE);
  return rows.length === 0 ? null : stateOf(rows[0]);
}

function stateOf({ id, snapshot, ...numbers }: Record<keyof LogState, string>): LogState {
  return { id, snapshot, ...recordOf(keysOf(numbers), (name) => Number(numbers[name])) };
}
