import { certain } from '../../common/certain';
import { ShelfcastError } from '../../contract/errors';
import { type SentError, sentError } from '../../contract/sentError';
import { type Database, isUnusable } from '../database/database';
import { CATALOG_CHANGES } from '../writer/catalogChanges';

/** A change as stored in the shared log. */
export interface LogEntry {
  sequence: number;
  /** One of CATALOG_CHANGES. */
  kind: string;
  /** Its argument as JSON. */
  payload: string;
  /** Path of the copied attachment; null if there is none. */
  file: string | null;
}

export type EntryOutcome = { result: unknown } | { error: SentError };

/**
 * Applies entries of the log to a view, in order. An entry that is refused is refused on every server, and leaves
 * nothing behind; if the file cannot be written, all entries fail together. Entries already applied are skipped.
 */
export function applyEntries(database: Database) {
  const sequenceOf = database.prepare<[], number>('SELECT sequence FROM shared_view').pluck();
  const put = database.prepare('UPDATE shared_view SET sequence = ?');
  const alone = database.transaction((work: () => unknown) => work());
  const writes = new Map<string, (argument: never, sequence: number) => unknown>();
  const writeOf = (kind: string) => {
    if (!Object.hasOwn(CATALOG_CHANGES, kind)) throw laterVersion(kind);
    let write = writes.get(kind);
    if (!write) writes.set(kind, (write = CATALOG_CHANGES[kind as keyof typeof CATALOG_CHANGES](database)));
    return write;
  };
  const outcomeOf = ({ kind, payload, file, sequence }: LogEntry): EntryOutcome => {
    const write = writeOf(kind);
    const argument = JSON.parse(payload) as object;
    try {
      return {
        result: alone(() => write((file === null ? argument : { ...argument, file }) as never, sequence)),
      };
    } catch (error) {
      if (!database.inTransaction || isUnusable(error)) throw error;
      return { error: sentError(error) };
    }
  };
  return (entries: readonly LogEntry[]): EntryOutcome[] => {
    let last = certain(sequenceOf.get(), 'place in the log');
    const outcomes = entries.map((entry) => {
      if (entry.sequence !== last + 1)
        throw new Error(`entry ${entry.sequence} of the log came after ${last}: this is a bug`);
      last = entry.sequence;
      return outcomeOf(entry);
    });
    put.run(last);
    return outcomes;
  };
}

function laterVersion(kind: string): ShelfcastError {
  return new ShelfcastError(
    'not_ready',
    `a later version of shelfcast wrote '${kind}' into the shared log; update this server`,
    { retryAfterSeconds: 60 },
  );
}
