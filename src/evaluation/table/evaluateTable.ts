import { join } from 'node:path';
import type { TableSchema } from '../../contract/dataSchema';
import { certain } from '../../common/certain';
import { ShelfcastError } from '../../contract/errors';
import type { TableEvaluation } from '../../contract/evaluation/tableEvaluation';
import type { Engine } from '../../engine/engine';
import { FEWEST_ROWS, type TableOptions } from '../../training/table/tableOptions';
import { type Separators, separatorsOf } from '../../training/table/tableExtras';
import { embedTexts } from '../../training/encoder/textVectors';
import type { TableRow } from '../../ingest/readTable';
import type { BacktestProgress } from '../backtest/backtest';
import type { Step } from '../methods/forecaster';
import { fingerprint } from '../backtest/fingerprint';
import { isSameFit, type PreparedEvaluation } from '../backtest/fits';
import { type FitStore, ForecastStore } from '../backtest/forecastStore';
import { assembleTable, type TableRun } from './assembleTable';
import { dealtFolds } from './dealtFolds';
import { overall, tableRidge } from './tableBaselines';
import { tableHeads } from './tableHeads';
import type { TableModel, TargetRow } from './tableModel';

export interface TableEvaluationOptions {
  schema: TableSchema;
  /** Directory of finished forecasts. */
  out: string;
  /** Null: only the methods that need no encoder. */
  engine: Engine | null;
  folds: number;
  /** Of the heads; columns, seed and quantiles are the evaluation's. */
  settings: TableOptions;
  seeds: readonly number[];
  onEmbedding(done: number, total: number): void;
  onProgress(progress: BacktestProgress): void;
}

const FEWEST_ROWS_A_FOLD = 5;

/**
 * Cross-validation of a table: each fold is forecast by models that have only seen the other folds. Run again with the
 * same data and settings, it resumes from the forecasts already in `out`.
 */
export async function tableEvaluation(
  all: readonly TableRow[],
  data: TableEvaluation['data'],
  options: TableEvaluationOptions,
): Promise<PreparedEvaluation<TableEvaluation>> {
  const { schema, engine, folds, seeds } = options;
  const rows = all.filter((row): row is TargetRow => row.target !== null);
  checkRows(rows, options);
  // No target is used: the cells of all folds may say it, as those of all rows do in training.
  const separators = separatorsOf(rows, schema.categorical);
  const models = [
    overall,
    tableRidge('ridge', schema, separators, false),
    tableRidge('TF-IDF + ridge', schema, separators, true),
    ...(engine ? await textModels(rows, engine, separators, options) : []),
  ];
  const dependsOn = [data.hash, schema, folds, options.settings];
  const store = new ForecastStore(join(options.out, 'fits'), fingerprint(dependsOn, engine?.encoder ?? null));
  const foldOf = dealtFolds(rows.length, folds);
  const plan = models.flatMap((model) =>
    (model.seeds === 'all' ? seeds : seeds.slice(0, 1)).map((seed) => ({ model, seed })),
  );
  const forecastFold = async (model: TableModel, seed: number, fold: number, store: FitStore) => {
    const places = rows.flatMap((_, i) => (foldOf[i] === fold ? [i] : []));
    const key = { origin: originOf(fold), forecaster: model.name, seed, part: partOf(fold, folds) };
    const found = store.read(key, places.length, 1);
    if (found) return { places, forecasts: found };
    const known = rows.filter((_, i) => foldOf[i] !== fold);
    const records = places.map((i) => rows[i].record);
    const steps = await model.forecast(known, records, seed);
    return {
      places,
      forecasts: await store.write(
        key,
        steps.map((step) => ({ weeks: [step] })),
        1,
      ),
    };
  };
  const everyFold = Array.from({ length: folds }, (_, fold) => fold);
  const fits = plan.flatMap(({ model, seed }) =>
    everyFold.map((fold) => ({ model, fold, fit: { origin: originOf(fold), method: model.name, seed } })),
  );
  return {
    fingerprint: store.fingerprint,
    store,
    planned: fits.map(({ fit }) => fit),
    make: async (wanted, store) => {
      const { model, fold } = certain(
        fits.find(({ fit }) => isSameFit(fit, wanted)),
        'a planned fit',
      );
      await forecastFold(model, wanted.seed, fold, store);
    },
    evaluate: async () => {
      const runs: TableRun[] = [];
      let done = 0;
      for (const { model, seed } of plan) {
        const steps = new Array<Step>(rows.length);
        for (const fold of everyFold) {
          const { places, forecasts } = await forecastFold(model, seed, fold, store);
          places.forEach((place, i) => (steps[place] = forecasts[i].weeks[0]));
          const progress = { done: ++done, of: fits.length, origin: partOf(fold, folds) };
          options.onProgress({ ...progress, forecaster: model.name });
        }
        runs.push({ name: model.name, seed, random: model.seeds !== 'none', steps });
      }
      return assembleTable(rows, runs, { data, folds, seeds, schema, encoder: engine?.encoder.name ?? null });
    },
  };
}

const originOf = (fold: number) => `fold-${fold + 1}`;
const partOf = (fold: number, folds: number) => `fold ${fold + 1} of ${folds}`;

/** Throws ShelfcastError where there are too few rows for folds and fits. */
function checkRows(rows: readonly TargetRow[], { folds, engine }: TableEvaluationOptions): void {
  if (rows.length < folds * FEWEST_ROWS_A_FOLD) {
    throw new ShelfcastError(
      'invalid',
      `${rows.length} rows are too few for ${folds} folds: at least ${folds * FEWEST_ROWS_A_FOLD} are needed`,
    );
  }
  const seen = rows.length - Math.ceil(rows.length / folds);
  if (engine && seen < FEWEST_ROWS) {
    throw new ShelfcastError(
      'invalid',
      `${rows.length} rows with a target are too few for ${folds} folds: a fit would see ${seen} of them, ` +
        `and a model takes ${FEWEST_ROWS} or more`,
    );
  }
}

async function textModels(
  rows: readonly TargetRow[],
  engine: Engine,
  separators: Separators,
  { schema, settings, onEmbedding }: TableEvaluationOptions,
): Promise<TableModel[]> {
  const texts = rows.map(({ record }) => record.text);
  return tableHeads(await embedTexts(engine, texts, onEmbedding), texts, schema, { ...settings, separators });
}
