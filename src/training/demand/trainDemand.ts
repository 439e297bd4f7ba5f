import type { DemandSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import type { Manifest } from '../../contract/manifest';
import { takenName } from '../../features/featureVector';
import type { Engine } from '../../engine/engine';
import { type ModelAbout, startRun, type TrainSettings } from '../export/about';
import { demandParts } from './demandParts';
import { exportModel } from '../export/exportModel';
import { fitStage, type OnStage } from '../export/onStage';
import { textsOf } from './demandDataset';
import { fitDemand } from './fitDemand';
import type { Worth } from './stackWorth';
import { embedTexts } from '../encoder/textVectors';
import { readDemand } from '../../ingest/readDemand';
import type { IngestReport } from '../../ingest/report';

/** Weeks that a shop needs beyond those to forecast: some to learn from and some to hold out. */
const FEWEST_WEEKS = 8;

export interface TrainDemandSettings extends TrainSettings {
  /** Weeks. */
  horizon: number;
  /** ISO day: nothing on or after it is seen. */
  until?: string;
}

/** Trains a demand model from a file and writes its directory. */
export async function trainDemand(
  { data, out, horizon, quantiles, seed, until }: TrainDemandSettings,
  schema: DemandSchema,
  about: ModelAbout,
  engine: Engine,
  onStage: OnStage = () => {},
): Promise<{ manifest: Manifest; report: IngestReport; worth: Worth[] }> {
  const taken = takenName({
    numeric: schema.numeric,
    categories: Object.fromEntries(schema.categorical.map((name) => [name, []])),
  });
  if (taken !== null) {
    const detail = `the column '${taken}' has the name of a built-in feature; rename it in the data and the schema`;
    throw new ShelfcastError('invalid', detail);
  }
  const finished = startRun();
  const { panel, report } = await readDemand(data, schema, {
    until,
    onProgress: (done, total) => onStage('reading', done, total),
  });
  if (panel.weeks < horizon + FEWEST_WEEKS) {
    throw new ShelfcastError(
      'invalid',
      `the data hold ${panel.weeks} whole weeks; to forecast ${horizon} weeks takes ${horizon + FEWEST_WEEKS} or more`,
    );
  }
  const texts = await embedTexts(engine, textsOf(panel), (done, total) => onStage('embedding', done, total));
  const model = await fitDemand(panel, texts, {
    horizon,
    quantiles,
    seed,
    numeric: schema.numeric,
    categorical: schema.categorical,
    onFit: fitStage(onStage),
  });
  const manifest = await exportModel(out, await demandParts(model, schema, engine, about, finished(report)));
  return { manifest, report, worth: model.worth };
}
