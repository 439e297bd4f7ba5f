import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mondayOf } from '../common/week';
import { ShelfcastError } from '../contract/errors';
import { found as foundOf } from '../contract/findings';
import { RANGE_QUANTILES } from '../contract/forecastAnswers';
import { catalogPanel } from '../ingest/catalogPanel';
import { readManifest } from '../engine/modelDirectory';
import { trainedModels } from '../registry/jobs/jobFiles';
import { ModelRegistry } from '../registry/models/models';
import { refuseFewWeeks } from '../training/demand/trainDemand';
import { writePanel } from './panelFile';
import type { ReadResult, TrainingSession } from './session';

const HORIZON = 4;

/** Reads the complete weeks of the catalog, and stores them for the following steps. */
export async function readCatalog(session: TrainingSession): Promise<ReadResult> {
  const { catalog, job, settings } = session;
  await rm(session.directory, { recursive: true, force: true });
  const { parts, schema, hash, rows } = catalogPanel(catalog, job.until ?? undefined);
  const registry = new ModelRegistry(catalog);
  const champion = registry.active();
  const answers = await answersOf(champion?.directory);
  const { quantiles } = answers;
  const horizon = job.horizon ?? answers.horizon ?? HORIZON;
  const compared = Math.min(horizon, answers.horizon ?? horizon);
  refuseFewWeeks('the catalog holds', parts.weeks, horizon);
  const trainedUntil = mondayOf(parts.firstWeek + parts.weeks - 1);
  const isTaken = (name: string) =>
    registry.get(name) !== null || existsSync(join(trainedModels(settings.database), name));
  if (job.model !== null && job.epoch === 0 && isTaken(job.model)) {
    throw new ShelfcastError(
      'invalid',
      `there is a model '${job.model}' already; give the new one another name`,
      { reasons: [foundOf('model_there', { model: job.model })] },
    );
  }
  // A job that starts over may have left a model of its name.
  const model = freeName(job.model ?? `shop-${trainedUntil}`, isTaken);
  session.store.name(job.id, model);
  await writePanel(session.panelFile, parts);
  session.say(`read ${parts.skus.length} products and ${parts.weeks} weeks up to that of ${trainedUntil}`);
  if (answers.horizon !== null && answers.horizon !== horizon) {
    const both = `the active model forecasts ${answers.horizon} weeks and the new one ${horizon}`;
    session.say(`${both}: they are compared on the first ${compared}`);
  }
  const products = parts.skus.length;
  const found = {
    champion: champion?.name ?? null,
    horizon,
    compared,
    quantiles,
    seed: 0,
    trained_until: trainedUntil,
  };
  return { model, ...found, schema, hash, rows, products };
}

/** The settings of the active model that the new one adopts; `horizon` is null if there is no active model of weeks. */
async function answersOf(
  directory: string | undefined,
): Promise<{ horizon: number | null; quantiles: number[] }> {
  const manifest = directory === undefined ? null : await readManifest(directory).catch(() => null);
  if (manifest?.schema.mode !== 'demand') return { horizon: null, quantiles: [...RANGE_QUANTILES] };
  return { horizon: manifest.horizon, quantiles: manifest.quantiles };
}

function freeName(wanted: string, isTaken: (name: string) => boolean): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!isTaken(name)) return name;
  }
}
