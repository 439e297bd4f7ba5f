import type { TableSchema } from '../../contract/dataSchema';
import type { Manifest } from '../../contract/manifest';
import type { Engine } from '../../engine/engine';
import type { ModelAbout } from '../export/about';
import { exportModel } from '../export/exportModel';
import { embedTexts } from '../encoder/textVectors';
import { readTable } from '../../ingest/readTable';
import type { IngestReport } from '../../ingest/report';
import type { OnStage } from '../export/onStage';
import { fitTable } from './fitTable';
import { tableParts } from './tableParts';

export interface TrainTableSettings {
  /** CSV file. */
  data: string;
  /** Directory of the model. */
  out: string;
  quantiles: readonly number[];
  seed: number;
}

/** Trains a model of a table from a file and writes its directory. */
export async function trainTable(
  { data, out, quantiles, seed }: TrainTableSettings,
  schema: TableSchema,
  about: ModelAbout,
  engine: Engine,
  onStage: OnStage = () => {},
): Promise<{ manifest: Manifest; report: IngestReport }> {
  const started = performance.now();
  const { rows, report } = await readTable(data, schema, {
    onProgress: (done, total) => onStage('reading', done, total),
  });
  const texts = await embedTexts(
    engine,
    rows.map(({ record }) => record.text),
    (done, total) => onStage('embedding', done, total),
  );
  const model = await fitTable(rows, texts, {
    quantiles,
    seed,
    numeric: schema.numeric,
    categorical: schema.categorical,
    logTarget: schema.log_target,
    onFit: (kind, done, total) => onStage(`fitting the ${kind.replace('_', '-')} head`, done, total),
  });
  const run = {
    seconds: Math.round((performance.now() - started) / 1000),
    hash: report.hash,
    rows: report.kept,
  };
  const manifest = await exportModel(out, await tableParts(model, schema, engine, about, run));
  return { manifest, report };
}
