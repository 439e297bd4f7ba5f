import { Catalog } from '../registry/catalog';
import type { Database } from '../registry/database';
import { ModelRegistry } from '../registry/models';
import { sharedWith } from './sharedWith';
import { weeksToTrain } from '../training/demand/trainDemand';

const HORIZON = 4;

/** What to do after sales came in, where the active model is not of this shop; null where it is. */
export async function nextStep(database: Database): Promise<string | null> {
  const active = new ModelRegistry(database).active();
  const catalog = new Catalog(database);
  const shared = active && (await sharedWith(catalog, active.directory));
  if (shared?.same) return null;
  const weeks = catalog.shopWeeks().length;
  const needed = weeksToTrain(HORIZON);
  const train = `shelfcast train --db ${database.name}`;
  if (weeks < needed)
    return `Next, once the catalog holds ${needed} whole weeks (it holds ${weeks}): ${train}`;
  const why = active ? `; the active model '${active.name}' is of another shop` : '';
  return `Next: ${train}${why}`;
}
