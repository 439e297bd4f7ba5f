import { basename } from 'node:path';
import type { DemandSchema, TableSchema } from '../contract/dataSchema';
import type { DemandEvaluation, Evaluation, Reading } from '../contract/evaluation';
import { mondayOf } from '../common/week';
import type { Engine } from '../engine/engine';
import type { BacktestProgress } from '../evaluation/backtest/backtest';
import type { PreparedEvaluation } from '../evaluation/backtest/fits';
import { demandEvaluation } from '../evaluation/evaluateDemand';
import { tableEvaluation } from '../evaluation/table/evaluateTable';
import { catalogPanel } from '../ingest/catalogPanel';
import type { OnProgress } from '../ingest/file/bytes';
import type { DataFile } from '../ingest/file/dataFile';
import { DemandPanel } from '../ingest/panel';
import { readDemand } from '../ingest/readDemand';
import { readTable } from '../ingest/readTable';
import type { IngestReport } from '../ingest/report';
import { openDatabase } from '../registry/database';
import { REGISTRY } from '../registry/migrations';
import { TABLE_DEFAULTS } from '../training/table/tableOptions';
import { progressBar, UsageError } from './command';
import type { DataOptions } from './dataOption';
import type { Language } from '../languages/language';

export interface EvaluateOptions extends DataOptions {
  db?: string;
  schema?: string;
  out?: string;
  plan?: boolean;
  worker?: boolean;
  collect?: string;
  lang: Language;
  encoder: string;
  horizon: number;
  origins?: string[] | number;
  seeds: number;
  folds: number;
  until?: string;
  baselinesOnly?: boolean;
  methods?: string[];
  json?: boolean;
}

/** Reads a catalog's sales and prepares their evaluation. */
export function evaluationOfCatalog(
  db: string,
  options: EvaluateOptions,
  engine: Engine | null,
  bars: Bars,
): Promise<PreparedEvaluation<Evaluation>> {
  const database = openDatabase(db, REGISTRY);
  const { parts, schema, hash, rows } = catalogPanel(database, options.until);
  database.close();
  const data = { source: `the catalog ${basename(db)}`, hash, rows };
  return panelEvaluation(new DemandPanel(parts), data, schema, options, engine, bars);
}

/** Reads a file and prepares the evaluation of its sales or rows. */
export function evaluationOf(
  data: DataFile,
  schema: DemandSchema | TableSchema,
  options: EvaluateOptions,
  engine: Engine | null,
  bars: Bars,
): Promise<PreparedEvaluation<Evaluation>> {
  return schema.mode === 'table'
    ? table(data, schema, options, engine, bars)
    : demand(data, schema, options, engine, bars);
}

async function table(
  data: DataFile,
  schema: TableSchema,
  { out, folds, seeds, until, origins, methods, json }: EvaluateOptions,
  engine: Engine | null,
  bars: Bars,
): Promise<PreparedEvaluation<Evaluation>> {
  if (until !== undefined || origins !== undefined) {
    throw new UsageError('--until and --origins need weeks, and a schema in table mode has none');
  }
  if (methods)
    throw new UsageError('--methods is for weekly demand; a table is tried with all of its methods');
  const { name } = data;
  const { rows, report } = await withBar(`reading ${name}`, json, (onProgress) =>
    readTable(data, schema, { onProgress }),
  );
  const about = {
    ...fileOf(name, report),
    rows: rows.length,
    skus: rows.length,
    first_week: null,
    last_week: null,
  };
  return tableEvaluation(rows, about, {
    schema,
    out: out ?? '',
    engine,
    folds,
    settings: TABLE_DEFAULTS,
    seeds: seedsOf(seeds),
    ...bars,
  });
}

async function demand(
  data: DataFile,
  schema: DemandSchema,
  options: EvaluateOptions,
  engine: Engine | null,
  bars: Bars,
): Promise<PreparedEvaluation<Evaluation>> {
  const { name } = data;
  const { until, json } = options;
  const { panel, report: told } = await withBar(`reading ${name}`, json, (onProgress) =>
    readDemand(data, schema, { until, onProgress }),
  );
  return panelEvaluation(panel, { ...fileOf(name, told), rows: told.kept }, schema, options, engine, bars);
}

function panelEvaluation(
  panel: DemandPanel,
  data: Pick<DemandEvaluation['data'], 'source' | 'hash' | 'rows' | 'reading'>,
  schema: DemandSchema,
  { out, horizon, origins, seeds, methods }: EvaluateOptions,
  engine: Engine | null,
  bars: Bars,
): Promise<PreparedEvaluation<Evaluation>> {
  const about = {
    ...data,
    skus: panel.skus.length,
    first_week: mondayOf(panel.firstWeek),
    last_week: mondayOf(panel.firstWeek + panel.weeks - 1),
  };
  return demandEvaluation(panel, about, {
    schema,
    out: out ?? '',
    engine,
    horizon,
    origins: origins ?? null,
    seeds: seedsOf(seeds),
    methods: methods ?? null,
    ...bars,
  });
}

/** What a report tells of the file that was read. */
function fileOf(source: string, { hash, rows, kept, dropped, notes }: IngestReport) {
  const reading: Reading = { rows, kept, dropped, notes };
  return { source, hash, reading };
}

function seedsOf(count: number): number[] {
  return Array.from({ length: count }, (_, seed) => seed);
}

function withBar<T>(
  label: string,
  quiet: boolean | undefined,
  work: (onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const bar = progressBar(label, quiet);
  return work(bar.update).finally(bar.stop);
}

export type Bars = Omit<ReturnType<typeof stages>, 'stop'>;

/** A bar for the embedding of texts, then one for fits and forecasts. */
export function stages(quiet: boolean | undefined) {
  const embedding = progressBar('embedding texts', quiet);
  const fitting = progressBar('fitting and forecasting', quiet);
  return {
    onEmbedding: embedding.update,
    onProgress: ({ done, of }: BacktestProgress) => {
      embedding.stop();
      fitting.update(done, of);
    },
    stop: () => {
      embedding.stop();
      fitting.stop();
    },
  };
}
