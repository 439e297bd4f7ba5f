import type { NextStep } from '../../contract/nextStep';
import type { ForecastService } from '../../contract/service';
import type { Catalog } from '../../registry/catalog';
import type { JobStore } from '../../registry/jobs/jobs';

/** Complete weeks of sales that a model with the usual horizon of four weeks needs. */
const FEWEST_WEEKS = 12;
/** Smaller differences of error are shown as zero. */
const SHOWN = 5e-4;

export interface NextStepParts {
  service: ForecastService;
  catalog: Catalog;
  jobs: { store: JobStore };
}

/** What to do if the active model is not of the shop whose sales are in the catalog; null if there is nothing to do. */
export function nextStep({ service, catalog, jobs }: NextStepParts): NextStep | null {
  const shared = service.sharedProducts();
  if (!shared || shared.same || catalog.synthetic) return null;
  const models = service.models();
  const active = models.find((model) => model.active)?.name;
  if (active === undefined) return null;
  const weeks = catalog.lastWeek === null ? 0 : catalog.lastWeek - (catalog.firstWeek ?? 0) + 1;
  const facts = { active, model: null, job: null, weeks, weeks_needed: FEWEST_WEEKS, comparison: null };
  const listed = jobs.store.list();
  const loading = models.filter(({ state }) => state === 'registered').map(({ name }) => name);
  const open = listed.find(
    ({ ended, result }) => ended === null || (result !== null && loading.includes(result.model)),
  );
  if (open) {
    const text = `A model of this catalog is being trained: GET /jobs/${open.id}.`;
    return { ...facts, step: 'training', job: open.id, text };
  }
  const own = models
    .filter(({ name, state }) => state === 'serving' && service.sharedProducts(name)?.same)
    .map(({ name }) => {
      const comparison = listed.find(({ result }) => result?.model === name)?.result?.comparison;
      const difference = comparison?.champion === active ? (comparison.pooled?.difference ?? 0) : 0;
      return { name, comparison, worse: difference >= SHOWN ? comparison : undefined };
    });
  const best = own.find(({ worse }) => !worse) ?? own.at(0);
  if (best) {
    const { name, comparison, worse } = best;
    const about = { ...facts, model: name, comparison: comparison?.sentence ?? null };
    const trained = `'${name}' was trained on this catalog, '${active}' was not`;
    const activate = `POST /models/${name}/activate`;
    return worse
      ? { ...about, step: 'look', text: `${trained}. ${worse.sentence} To take it still: ${activate}.` }
      : { ...about, step: 'activate', text: `${trained}: ${activate}.` };
  }
  if (weeks < FEWEST_WEEKS) {
    const text = `The active model '${active}' was trained on another shop; ${FEWEST_WEEKS} complete weeks are enough to train one on this catalog, which holds ${weeks}.`;
    return { ...facts, step: 'collect_weeks', text };
  }
  const text = `The active model '${active}' was trained on another shop: train one on this catalog with POST /train.`;
  return { ...facts, step: 'train', text };
}
