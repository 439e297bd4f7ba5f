import type { TableSchema } from '../../contract/dataSchema';
import type { Engine } from '../../engine/engine';
import { type ModelAbout, startRun, type Trained, type TrainSettings } from '../export/about';
import { exportModel } from '../export/exportModel';
import { embedTexts } from '../encoder/textVectors';
import { readTable } from '../../ingest/readTable';
import { fitStage, type OnStage } from '../export/onStage';
import { fitTable } from './fitTable';
import { notesOnLevels } from './tableExtras';
import { tableParts } from './tableParts';
import { readerOf } from '../encoder/chooseEncoder';
import { tuneToTable } from './tuneToTable';

/** Trains a model of a table from a file and writes its directory; `notes` report what was merged. */
export async function trainTable(
  { data, out, quantiles, seed, minutes, fineTune = { mode: 'off' }, chooseEncoder = false }: TrainSettings,
  schema: TableSchema,
  about: ModelAbout,
  engine: Engine,
  onStage: OnStage = () => {},
): Promise<Trained & { notes: string[] }> {
  const finished = startRun();
  const { rows, report } = await readTable(data, schema, {
    onProgress: (done, total) => onStage('reading', done, total),
  });
  const options = {
    quantiles,
    seed,
    numeric: schema.numeric,
    categorical: schema.categorical,
    logTarget: schema.log_target,
    seconds: minutes === undefined ? null : 60 * minutes,
  };
  const reader = await readerOf(engine, chooseEncoder ? rows.map(({ record }) => record.text) : []);
  const tuning = await tuneToTable(rows, options, fineTune, reader.engine, (done, of) =>
    onStage('tuning the encoder', done, of),
  );
  try {
    const own = tuning?.engine ?? reader.engine;
    const texts = await embedTexts(
      own,
      rows.map(({ record }) => record.text),
      (done, total) => onStage('embedding', done, total),
    );
    const model = await fitTable(rows, texts, { ...options, onFit: fitStage(onStage) });
    const parts = await tableParts(model, schema, own, about, finished(report));
    const manifest = await exportModel(out, { ...parts, ...(tuning && { tuning }) });
    const notes = notesOnLevels(rows, model.dataset.context);
    return { manifest, report, tuning: tuning?.report ?? null, notes, readings: reader.readings };
  } finally {
    await tuning?.close();
    await reader.close();
  }
}
