import type { DemandSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';
import type { Manifest } from '../../contract/manifest';
import { takenName } from '../../features/featureVector';
import type { Engine } from '../../engine/engine';
import {
  type ModelAbout,
  startRun,
  type Trained,
  type TrainingRun,
  type TrainSettings,
} from '../export/about';
import { demandParts } from './demandParts';
import { exportModel } from '../export/exportModel';
import { fitStage, type OnStage } from '../export/onStage';
import { textsOf } from './demandDataset';
import { fitDemand } from './fitDemand';
import type { Worth } from './stackWorth';
import { type FineTuned, fineTuneAs } from '../encoder/fineTune';
import { readerOf } from '../encoder/chooseEncoder';
import { embedTexts, type TextVectors } from '../encoder/textVectors';
import { DEMAND_DEFAULTS } from './demandOptions';
import { tuningItems } from './tuningItems';
import type { DemandPanel } from '../../ingest/panel';
import { readDemand } from '../../ingest/readDemand';

/** Weeks that a shop needs besides those to forecast: some to learn from and some to hold out. */
const FEWEST_WEEKS = 8;

export interface PanelTraining extends Omit<TrainSettings, 'data' | 'fineTune'> {
  /** Weeks. */
  horizon: number;
}

export interface TrainDemandSettings extends PanelTraining, TrainSettings {
  /** ISO day: data on or after it are not used. */
  until?: string;
}

/** Trains a demand model from a file and writes its directory. */
export async function trainDemand(
  { data, until, fineTune = { mode: 'off' }, chooseEncoder = false, ...settings }: TrainDemandSettings,
  schema: DemandSchema,
  about: ModelAbout,
  engine: Engine,
  onStage: OnStage = () => {},
): Promise<Trained & { worth: Worth[] }> {
  refuseTakenNames(schema);
  const finished = startRun();
  const { panel, report } = await readDemand(data, schema, {
    until,
    onProgress: (done, total) => onStage('reading', done, total),
  });
  refuseFewWeeks('the data hold', panel.weeks, settings.horizon);
  const { horizon, seed } = settings;
  const { items, held } = tuningItems(panel, { ...DEMAND_DEFAULTS, horizon });
  const reader = await readerOf(engine, chooseEncoder ? textsOf(panel) : []);
  const tuning = await fineTuneAs(fineTune, reader.engine, items, { held, seed }, (done, of) =>
    onStage('tuning the encoder', done, of),
  );
  try {
    const own = tuning?.engine ?? reader.engine;
    const texts = await embedTexts(own, textsOf(panel), (done, total) => onStage('embedding', done, total));
    const material = { panel, texts, schema, about, engine: own, onStage, ...(tuning && { tuning }) };
    const trained = await trainPanel(material, settings, () => finished(report));
    return { report, tuning: tuning?.report ?? null, readings: reader.readings, ...trained };
  } finally {
    await tuning?.close();
    await reader.close();
  }
}

/** What a model is trained on, and how. */
export interface PanelMaterial {
  panel: DemandPanel;
  /** Vectors of all its texts. */
  texts: TextVectors;
  schema: DemandSchema;
  about: ModelAbout;
  engine: Engine;
  /** The result of tuning the encoder, if requested. */
  tuning?: FineTuned;
  onStage: OnStage;
}

/** Trains a demand model from a panel and writes its directory; `finished` reports the run when it is done. */
export async function trainPanel(
  { panel, texts, schema, about, engine, tuning, onStage }: PanelMaterial,
  { out, horizon, quantiles, seed }: PanelTraining,
  finished: () => TrainingRun,
): Promise<{ manifest: Manifest; worth: Worth[] }> {
  refuseTakenNames(schema);
  refuseFewWeeks('the data hold', panel.weeks, horizon);
  const model = await fitDemand(panel, texts, {
    horizon,
    quantiles,
    seed,
    numeric: schema.numeric,
    categorical: schema.categorical,
    onFit: fitStage(onStage),
  });
  const parts = await demandParts(model, schema, engine, about, finished());
  const manifest = await exportModel(out, { ...parts, ...(tuning && { tuning }) });
  return { manifest, worth: model.worth };
}

/** Complete weeks that a shop needs before a model of it can forecast `horizon` weeks. */
export function weeksToTrain(horizon: number): number {
  return horizon + FEWEST_WEEKS;
}

/** Throws if `horizon` weeks need more complete weeks than `whose` has, saying for how many they suffice. */
export function refuseFewWeeks(
  whose: 'the data hold' | 'the catalog holds',
  weeks: number,
  horizon: number,
): void {
  const needed = weeksToTrain(horizon);
  if (weeks >= needed) return;
  const enoughFor = weeks - FEWEST_WEEKS;
  throw new ShelfcastError(
    'invalid',
    `${whose} ${weeks} complete weeks; to forecast ${horizon} weeks takes ${needed} or more` +
      (enoughFor > 0 ? `; a horizon of ${enoughFor} takes no more than these` : ''),
    {
      reasons: [
        enoughFor > 0
          ? found('few_weeks_but', { weeks, horizon, needed, enough: enoughFor })
          : found('few_weeks', { weeks, horizon, needed }),
      ],
    },
  );
}

function refuseTakenNames(schema: DemandSchema): void {
  const taken = takenName({
    numeric: schema.numeric,
    categories: Object.fromEntries(schema.categorical.map((name) => [name, []])),
  });
  if (taken === null) return;
  const detail = `the column '${taken}' has the name of a built-in feature; rename it in the data and the schema`;
  throw new ShelfcastError('invalid', detail, {
    reasons: [found('column_name_taken', { column: taken })],
  });
}
