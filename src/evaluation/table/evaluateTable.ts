import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { TableSchema } from '../../contract/dataSchema';
import { ShelfcastError } from '../../contract/errors';
import type { TableEvaluation } from '../../contract/evaluation';
import type { Engine } from '../../engine/engine';
import { FEWEST_ROWS, type TableOptions } from '../../training/table/tableOptions';
import { embedTexts } from '../../training/encoder/textVectors';
import type { TableRow } from '../../ingest/readTable';
import type { BacktestProgress } from '../backtest/backtest';
import type { Step } from '../methods/forecaster';
import { fingerprint } from '../backtest/fingerprint';
import { ForecastStore } from '../backtest/forecastStore';
import { assembleTable, type TableRun } from './assembleTable';
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
 * Cross-validation of a table: each fold is forecast by models that have seen the other folds alone. Run again with the
 * same data and settings it goes on from the forecasts already in `out`.
 */
export async function evaluateTable(
  all: readonly TableRow[],
  data: TableEvaluation['data'],
  options: TableEvaluationOptions,
): Promise<TableEvaluation> {
  const { schema, engine, folds, seeds } = options;
  const rows = all.filter((row): row is TargetRow => row.target !== null);
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
  const models = [
    overall,
    tableRidge('ridge', schema, false),
    tableRidge('TF-IDF + ridge', schema, true),
    ...(engine ? await textModels(rows, engine, options) : []),
  ];
  const dependsOn = [data.hash, schema, folds, options.settings];
  const store = new ForecastStore(join(options.out, 'fits'), fingerprint(dependsOn, engine?.encoder ?? null));
  const foldOf = dealt(rows.length, folds);
  const plan = models.flatMap((model) =>
    (model.seeds === 'all' ? seeds : seeds.slice(0, 1)).map((seed) => ({ model, seed })),
  );
  const runs: TableRun[] = [];
  let done = 0;
  for (const { model, seed } of plan) {
    const steps = new Array<Step>(rows.length);
    for (let fold = 0; fold < folds; fold++) {
      const part = `fold ${fold + 1} of ${folds}`;
      const places = rows.flatMap((_, i) => (foldOf[i] === fold ? [i] : []));
      const key = { origin: `fold-${fold + 1}`, forecaster: model.name, seed, part };
      const found =
        store.read(key, places.length, 1) ??
        (await store.write(
          key,
          (
            await model.forecast(
              rows.filter((_, i) => foldOf[i] !== fold),
              places.map((i) => rows[i].record),
              seed,
            )
          ).map((step) => ({ weeks: [step] })),
          1,
        ));
      places.forEach((place, i) => (steps[place] = found[i].weeks[0]));
      options.onProgress({ done: ++done, of: plan.length * folds, origin: part, forecaster: model.name });
    }
    runs.push({ name: model.name, seed, random: model.seeds !== 'none', steps });
  }
  return assembleTable(rows, runs, { data, folds, seeds, schema, encoder: engine?.encoder.name ?? null });
}

async function textModels(
  rows: readonly TargetRow[],
  engine: Engine,
  { schema, settings, onEmbedding }: TableEvaluationOptions,
): Promise<TableModel[]> {
  const texts = rows.map(({ record }) => record.text);
  return tableHeads(await embedTexts(engine, texts, onEmbedding), texts, schema, settings);
}

/** A fold for each row, at random but always the same, all of equal size but for one row. */
function dealt(rows: number, folds: number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i);
  const random = xoroshiro128plus(0);
  for (let i = rows - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [order[i], order[j]] = [order[j], order[i]];
  }
  const fold = new Array<number>(rows);
  order.forEach((row, place) => (fold[row] = place % folds));
  return fold;
}
