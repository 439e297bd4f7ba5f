import type { Database } from '../database/database';
import { applyEntries } from '../shared/applyEntries';
import { restoreView } from '../shared/restoreView';
import { CATALOG_CHANGES } from './catalogChanges';

/** What the writer thread does, by name: changes of a catalog, and maintenance of a view of a shared one. */
export const WRITES = { ...CATALOG_CHANGES, applyEntries, restoreView } satisfies Record<
  string,
  (database: Database) => (argument: never, sequence: number) => unknown
>;

export type Writes = { [Name in keyof typeof WRITES]: ReturnType<(typeof WRITES)[Name]> };
