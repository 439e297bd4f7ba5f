import { isLocked } from '../registry/database/database';

/** Reads each time; returns the last result while another program has a lock on the database. */
export function lastRead<T>(read: () => T[]): () => T[] {
  let known: T[] = [];
  return () => {
    try {
      known = read();
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
    return known;
  };
}
