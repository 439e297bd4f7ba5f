import type { Database } from '../database';
import { addSales } from '../live/addSales';
import { closeByCalendar, completeSales } from '../live/completeSales';
import { putLaunches } from '../live/putLaunches';
import { putProducts } from '../live/putProducts';
import { removeProduct } from '../live/removeProduct';
import { setWeeks } from '../live/setWeeks';

/**
 * What may be written while a server runs, by name: given the writer's connection, a function of one argument that can
 * be cloned. It runs in a transaction, with others; one that throws leaves nothing behind.
 */
export const WRITES = {
  addSales,
  setWeeks,
  completeSales,
  closeByCalendar,
  putProducts,
  putLaunches,
  removeProduct,
} satisfies Record<string, (database: Database) => (argument: never) => unknown>;

export type Writes = { [Name in keyof typeof WRITES]: ReturnType<(typeof WRITES)[Name]> };
