import { existsSync } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { makeDirectory } from '../common/makeDirectory';
import type { JobResult } from '../contract/jobs';
import { trainedModels } from '../registry/jobs/jobFiles';
import { ModelRegistry, type RegisteredModel } from '../registry/models/models';
import { type OfferedModels, ownModels } from '../registry/models/offeredModels';
import { sharedModels } from '../registry/shared/sharedModels';
import type { Compared } from './compareBoth';
import type { ReadResult, TrainingSession } from './session';

/** Models of jobs that are kept, besides the active one and the one before it. */
const MOST_KEPT = 6;

/** Moves the new model into place and registers it; activates it if the rule allows. */
export async function registerModel(session: TrainingSession): Promise<JobResult> {
  const { catalog, job, settings, modelDirectory } = session;
  const { model, champion, products, trained_until } = session.resultOf<ReadResult>('read');
  const { comparison } = session.resultOf<Compared>('compare');
  const directory = resolve(trainedModels(settings.database), model);
  makeDirectory(dirname(directory));
  // If it is not there any more, a process that ended just afterwards has moved it.
  if (existsSync(modelDirectory)) await rename(modelDirectory, directory);
  const registry = new ModelRegistry(catalog);
  const offer = settings.shared === undefined ? ownModels(registry) : sharedModels(settings.shared, catalog);
  try {
    await offer.register(model, directory);
    const isStillActive = registry.active()?.name === champion;
    if (job.promote === 'auto' && comparison.surely_not_worse && isStillActive) await offer.activate(model);
    await forgetOldModels(registry, offer, directory, [model, champion]);
  } finally {
    await offer.close();
  }
  const activated = registry.active()?.name === model;
  session.say(activated ? `${model} is the active model now` : `${model} waits to be activated`);
  const next = activated ? null : `POST /models/${model}/activate`;
  return { model, products, trained_until, comparison, activated, next };
}

/** Removes the oldest of the models made by jobs here. */
async function forgetOldModels(
  registry: ModelRegistry,
  offer: OfferedModels,
  newest: string,
  kept: readonly (string | null)[],
): Promise<void> {
  const home = dirname(newest) + sep;
  const made = registry.list().filter(({ directory }) => directory.startsWith(home));
  const spare = made.filter(({ name, active }) => !active && !kept.includes(name));
  for (const { name, directory } of (await oldestFirst(spare)).slice(
    0,
    Math.max(0, made.length - MOST_KEPT),
  )) {
    await offer.forget(name, directory);
  }
}

async function oldestFirst(models: readonly RegisteredModel[]): Promise<RegisteredModel[]> {
  const dated = models.map(async (model) => {
    const found = await stat(model.directory).catch(() => null);
    return { model, made: found?.mtimeMs ?? 0 };
  });
  return (await Promise.all(dated)).sort((a, b) => a.made - b.made).map(({ model }) => model);
}
