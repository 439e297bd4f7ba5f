import type { DemandSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import type { Manifest } from '../../contract/manifest';
import { takenName } from '../../features/featureVector';
import type { Engine } from '../../engine/engine';
import type { ModelAbout } from '../export/about';
import { demandParts } from './demandParts';
import { exportModel } from '../export/exportModel';
import type { OnStage } from '../export/onStage';
import { textsOf } from './demandDataset';
import { fitDemand } from './fitDemand';
import { embedTexts } from '../encoder/textVectors';
import { readDemand } from '../../ingest/readDemand';
import type { IngestReport } from '../../ingest/report';

export interface TrainSettings {
  /** CSV file. */
  data: string;
  /** Directory of the model. */
  out: string;
  horizon: number;
  quantiles: readonly number[];
  seed: number;
  /** ISO day: nothing on or after it is seen. */
  until?: string;
}

/** Trains a demand model from a file and writes its directory. */
export async function trainDemand(
  { data, out, horizon, quantiles, seed, until }: TrainSettings,
  schema: DemandSchema,
  about: ModelAbout,
  engine: Engine,
  onStage: OnStage = () => {},
): Promise<{ manifest: Manifest; report: IngestReport }> {
  const taken = takenName({
    numeric: schema.numeric,
    categories: Object.fromEntries(schema.categorical.map((name) => [name, []])),
  });
  if (taken !== null) {
    const detail = `the column '${taken}' has the name of a built-in feature; rename it in the data and the schema`;
    throw new ShelfcastError('invalid', detail);
  }
  const started = performance.now();
  const { panel, report } = await readDemand(data, schema, {
    until,
    onProgress: (done, total) => onStage('reading', done, total),
  });
  if (panel.weeks < horizon + 12) {
    throw new ShelfcastError(
      'invalid',
      `the data hold ${panel.weeks} whole weeks; to forecast ${horizon} weeks takes ${horizon + 12} or more`,
    );
  }
  const texts = await embedTexts(engine, textsOf(panel), (done, total) => onStage('embedding', done, total));
  const model = await fitDemand(panel, texts, {
    horizon,
    quantiles,
    seed,
    numeric: schema.numeric,
    categorical: schema.categorical,
    onFit: (kind, epoch, total) => onStage(`fitting the ${kind.replace('_', '-')} head`, epoch, total),
  });
  const run = {
    seconds: Math.round((performance.now() - started) / 1000),
    hash: report.hash,
    rows: report.kept,
  };
  const manifest = await exportModel(out, await demandParts(model, schema, engine, about, run));
  return { manifest, report };
}
