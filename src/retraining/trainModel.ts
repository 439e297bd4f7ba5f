import { NO_LICENCE, OF_CATALOG } from '../contract/modelNames';
import { trainPanel } from '../training/demand/trainDemand';
import { type Compared } from './compareBoth';
import type { ReadResult, TrainingSession } from './session';

/** Results of training besides the model's directory. */
export interface TrainResult {
  rows: number;
  steps: number;
}

/** Trains the new model on everything that was read. */
export async function trainModel(session: TrainingSession): Promise<TrainResult> {
  const { model, horizon, quantiles, seed, schema, hash, rows } = session.resultOf<ReadResult>('read');
  const compared = session.resultOf<Compared>('compare');
  const [panel, texts, engine] = [await session.panel(), await session.texts(), await session.engine()];
  const started = performance.now();
  const { manifest } = await trainPanel(
    { panel, texts, schema, engine, about: aboutOf(model, compared), onStage: session.onStage },
    { out: session.modelDirectory, horizon, quantiles, seed },
    () => ({ seconds: Math.round((performance.now() - started) / 1000), hash, rows }),
  );
  const { training } = manifest;
  session.say(`trained ${model} on ${training.rows} rows in ${training.steps} steps`);
  return { rows: training.rows, steps: training.steps };
}

function aboutOf(name: string, { metrics, tested }: Compared) {
  return { name, title: name, source: OF_CATALOG, licence: NO_LICENCE, metrics, tested };
}
