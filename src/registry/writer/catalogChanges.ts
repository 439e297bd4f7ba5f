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
 * All changes of a catalog, by name: given the writer's connection, a function of one argument that can be cloned and
 * written as JSON. It runs in a transaction, together with others; one that throws leaves nothing behind. Servers that
 * share a catalog repeat the changes in the same order, so the result may depend only on the catalog and the argument.
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
