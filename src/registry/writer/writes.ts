import type { Database } from '../database';
import { putProducts } from '../live/putProducts';

/**
 * What may be written while a server runs, by name: given the writer's connection, a function of one argument that can
 * be cloned. It runs in a transaction, with others; one that throws leaves nothing behind.
 */
export const WRITES = {
  putProducts,
} satisfies Record<string, (database: Database) => (argument: never) => unknown>;

export type Writes = { [Name in keyof typeof WRITES]: ReturnType<(typeof WRITES)[Name]> };
