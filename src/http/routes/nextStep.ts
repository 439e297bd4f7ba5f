import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import type { JobStore } from '../../registry/jobs';

/** Whole weeks of sales that a model of the usual four weeks needs. */
const FEWEST_WEEKS = 12;

export interface NextStepParts {
  service: ForecastService;
  catalog: Catalog;
  jobs: { store: JobStore };
}

/** What to do where the active model is not of the shop whose sales the catalog holds; null where there is nothing to do. */
export function nextStep({ service, catalog, jobs }: NextStepParts): string | null {
  const shared = service.sharedProducts();
  if (!shared || shared.same || catalog.synthetic) return null;
  const models = service.models();
  const active = models.find((model) => model.active)?.name;
  const open = jobs.store.list().find(({ state }) => state === 'queued' || state === 'running');
  if (open) return `A model of this catalog is being trained: GET /jobs/${open.id}.`;
  const own = models.find(({ name, state }) => state === 'serving' && service.sharedProducts(name)?.same);
  if (own)
    return `'${own.name}' was trained on this catalog, '${active}' was not: POST /models/${own.name}/activate.`;
  const weeks = catalog.lastWeek === null ? 0 : catalog.lastWeek - (catalog.firstWeek ?? 0) + 1;
  if (weeks < FEWEST_WEEKS) {
    return `The active model '${active}' was trained on another shop; ${FEWEST_WEEKS} whole weeks are enough to train one on this catalog, which holds ${weeks}.`;
  }
  return `The active model '${active}' was trained on another shop: train one on this catalog with POST /train.`;
}
