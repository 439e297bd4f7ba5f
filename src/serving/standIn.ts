import type { Catalog } from '../registry/catalog';
import type { ModelRegistry } from '../registry/models/models';
import { isTrainedHere } from '../registry/models/offeredModels';
import type { Pipelines } from './encoderPipelines';
import type { ServedModels } from './servedModels';
import type { ServingLog } from './servingLog';

interface StandInParts {
  models: ServedModels;
  pipelines: Pipelines;
  registry: ModelRegistry;
  catalog: Catalog;
  log: ServingLog;
}

/**
 * Lets another model answer while the active one is refused: one of the catalog's shop, or else any. If the active one
 * was trained on the catalog, only one of its shop: wrong forecasts would be worse than none.
 */
export function standIn({ models, pipelines, registry, catalog, log }: StandInParts): void {
  const states = models.states();
  const refused = states.find(({ active }) => active);
  if (!refused || refused.state === 'serving') return;
  const names = states.flatMap(({ name, state }) => (state === 'serving' ? [name] : []));
  const isOfShop = (name: string) => {
    const serving = models.servingModel(name);
    return serving !== null && pipelines.of(serving.engine).shops.shared(serving.model)?.same === true;
  };
  const registered = registry.get(refused.name);
  const isOwn = registered !== null && isTrainedHere(registered, catalog.file);
  const name = names.find(isOfShop) ?? (isOwn ? undefined : names[0]);
  if (name === undefined) return;
  models.standIn(name);
  const { name: model, reason } = refused;
  log.warn(
    { model, reason, instead: name },
    'the active model was refused; another one answers in its place',
  );
}
