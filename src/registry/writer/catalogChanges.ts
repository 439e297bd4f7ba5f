import type { Database } from '../database/database';
import { addSales } from '../live/addSales';
import { closeByCalendar, completeSales } from '../live/completeSales';
import { putLaunches } from '../live/putLaunches';
import { putProducts } from '../live/putProducts';
import { putScenario, removeScenario } from '../live/putScenario';
import { removeProduct } from '../live/removeProduct';
import { setWeeks } from '../live/setWeeks';
import { ingestFile } from '../shared/ingestFile';
import { addJob, cancelJob, tellJob } from '../shared/jobChanges';
import { activateModel, forgetTrained, putTrained } from '../shared/modelChanges';

/**
 * What a catalog can be told, by name: given the writer's connection, a function of one argument that can be cloned and
 * written as JSON. It runs in a transaction, with others; one that throws leaves nothing behind. Servers that share a
 * catalog do the same in the same order, so that what it does may depend on nothing but the catalog and the argument.
 */
export const CATALOG_CHANGES = {
  addSales,
  setWeeks,
  completeSales,
  closeByCalendar,
  putProducts,
  putLaunches,
  removeProduct,
  putScenario,
  removeScenario,
  ingestFile,
  activateModel,
  putTrained,
  forgetTrained,
  addJob,
  cancelJob,
  tellJob,
} satisfies Record<string, (database: Database) => (argument: never, sequence: number) => unknown>;

export type CatalogChanges = {
  [Name in keyof typeof CATALOG_CHANGES]: ReturnType<(typeof CATALOG_CHANGES)[Name]>;
};
