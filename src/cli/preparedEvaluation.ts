import { basename } from 'node:path';
import type { DemandSchema, TableSchema } from '../contract/dataSchema';
import type { DemandEvaluation } from '../contract/evaluation/demandEvaluation';
import type { Reading } from '../contract/evaluation/evaluatedData';
import type { Evaluation } from '../contract/evaluation/evaluation';
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
import { openDatabase } from '../registry/database/database';
import { REGISTRY } from '../registry/database/migrations';
import { textsOf } from '../training/demand/demandDataset';
import { readerOf, type TextReader } from '../training/encoder/chooseEncoder';
import { TABLE_DEFAULTS } from '../training/table/tableOptions';
import { progressBar, UsageError } from './command';
import type { DataOptions } from './dataOption';
import { AUTO_ENCODER } from './encoderOption';
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
  events: PreparationEvents,
): Promise<PreparedEvaluation<Evaluation>> {
  const database = openDatabase(db, REGISTRY);
  const { parts, schema, hash, rows } = catalogPanel(database, options.until);
  database.close();
  const data = { source: `the catalog ${basename(db)}`, hash, rows };
  return panelEvaluation(new DemandPanel(parts), data, schema, options, engine, events);
}

/** Reads a file and prepares the evaluation of its sales or rows. */
export function evaluationOf(
  data: DataFile,
  schema: DemandSchema | TableSchema,
  options: EvaluateOptions,
  engine: Engine | null,
  events: PreparationEvents,
): Promise<PreparedEvaluation<Evaluation>> {
  return schema.mode === 'table'
    ? table(data, schema, options, engine, events)
    : demand(data, schema, options, engine, events);
}

async function table(
  data: DataFile,
  schema: TableSchema,
  { out, encoder, folds, seeds, until, origins, methods, json }: EvaluateOptions,
  engine: Engine | null,
  events: PreparationEvents,
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
  const texts = () => rows.map(({ record }) => record.text);
  return tableEvaluation(rows, about, {
    schema,
    out: out ?? '',
    engine: await readingEngine(engine, encoder, texts, events),
    folds,
    settings: TABLE_DEFAULTS,
    seeds: seedsOf(seeds),
    ...events,
  });
}

async function demand(
  data: DataFile,
  schema: DemandSchema,
  options: EvaluateOptions,
  engine: Engine | null,
  events: PreparationEvents,
): Promise<PreparedEvaluation<Evaluation>> {
  const { name } = data;
  const { until, json } = options;
  const { panel, report: told } = await withBar(`reading ${name}`, json, (onProgress) =>
    readDemand(data, schema, { until, onProgress }),
  );
  return panelEvaluation(panel, { ...fileOf(name, told), rows: told.kept }, schema, options, engine, events);
}

async function panelEvaluation(
  panel: DemandPanel,
  data: Pick<DemandEvaluation['data'], 'source' | 'hash' | 'rows' | 'reading'>,
  schema: DemandSchema,
  { out, encoder, horizon, origins, seeds, methods }: EvaluateOptions,
  engine: Engine | null,
  events: PreparationEvents,
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
    engine: await readingEngine(engine, encoder, () => textsOf(panel), events),
    horizon,
    origins: origins ?? null,
    seeds: seedsOf(seeds),
    methods: methods ?? null,
    ...events,
  });
}

/** The encoder that training would use for the texts, in the engine's processes, which end with the engine. */
async function readingEngine(
  engine: Engine | null,
  encoder: string,
  texts: () => string[],
  { onReadings }: PreparationEvents,
): Promise<Engine | null> {
  if (!engine || encoder !== AUTO_ENCODER) return engine;
  const reader = await readerOf(engine, texts());
  onReadings(reader.readings);
  return reader.engine;
}

/** The file's part of a report. */
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

/** Events while an evaluation is prepared and run. */
export interface PreparationEvents extends Omit<ReturnType<typeof stages>, 'stop'> {
  /** Encoders were compared on the texts, and one was chosen. */
  onReadings(readings: TextReader['readings']): void;
}

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
