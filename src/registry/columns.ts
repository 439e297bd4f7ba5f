import type { DemandSchema } from '../contract/dataSchema';
import type { Database } from './database/database';

/** The further columns of sales, as named in a schema. */
export type Columns = Pick<DemandSchema, 'numeric' | 'categorical' | 'known_ahead'>;

/** Stores what a schema says about its further columns, replacing what an earlier schema said. */
export function putColumns(database: Database, { numeric, categorical, known_ahead }: Columns): void {
  const put = database.prepare(
    `INSERT INTO columns (name, kind, known_ahead) VALUES (?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, known_ahead = excluded.known_ahead`,
  );
  const all = { numeric, categorical };
  for (const kind of ['numeric', 'categorical'] as const)
    for (const name of all[kind]) put.run(name, kind, known_ahead.includes(name) ? 1 : 0);
}

/** The further columns named in schemas, in order of arrival. */
export function knownColumns(database: Database): Columns {
  const rows = database
    .prepare<[], { name: string; kind: string; known_ahead: number }>(
      'SELECT name, kind, known_ahead FROM columns ORDER BY id',
    )
    .all();
  const named = (kind: string) => rows.filter((row) => row.kind === kind).map(({ name }) => name);
  return {
    numeric: named('numeric'),
    categorical: named('categorical'),
    known_ahead: rows.filter((row) => row.known_ahead === 1).map(({ name }) => name),
  };
}
