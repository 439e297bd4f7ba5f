import { Catalog } from '../registry/catalog';
import type { Database } from '../registry/database/database';
import { ModelRegistry, type RegisteredModel } from '../registry/models/models';
import { shellWord } from '../common/shellWord';
import { sharedWith } from './sharedWith';
import { weeksToTrain } from '../training/demand/trainDemand';

const HORIZON = 4;

/** The next step after an ingest if the active model is of another shop; null if it is of this one. */
export async function nextStep(database: Database): Promise<string | null> {
  const registry = new ModelRegistry(database);
  const active = registry.active();
  const catalog = new Catalog(database);
  const isOfShop = async ({ directory }: RegisteredModel) =>
    (await sharedWith(catalog, directory))?.same ?? false;
  if (active && (await isOfShop(active))) return null;
  for (const model of registry.list())
    if (await isOfShop(model))
      return `Next: shelfcast models activate ${model.name} --db ${shellWord(database.name)}`;
  const weeks = catalog.shopWeeks().length;
  const needed = weeksToTrain(HORIZON);
  const train = `shelfcast train --db ${shellWord(database.name)}`;
  if (weeks < needed)
    return `Next, once the catalog holds ${needed} complete weeks (it holds ${weeks}): ${train}`;
  const why = active ? `; the active model '${active.name}' is of another shop` : '';
  return `Next: ${train}${why}`;
}
