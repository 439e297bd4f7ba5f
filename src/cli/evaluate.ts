import { basename } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import type { DemandSchema, TableSchema } from '../contract/dataSchema';
import type { DemandEvaluation, Evaluation, Reading } from '../contract/evaluation';
import { mondayOf, weekOf } from '../common/week';
import { Engine } from '../engine/engine';
import type { BacktestProgress } from '../evaluation/backtest/backtest';
import { evaluateDemand } from '../evaluation/evaluateDemand';
import { writeReport } from '../evaluation/report/writeReport';
import { evaluateTable } from '../evaluation/table/evaluateTable';
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
import { printResult, progressBar, UsageError, wholeNumber } from './command';
import { checkCatalog, type DataOptions, namedData, onData, withDataOrCatalog } from './dataOption';
import { encoderOption } from './encoderOption';
import { reportText } from './reportText';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';

interface EvaluateOptions extends DataOptions {
  db?: string;
  schema?: string;
  out: string;
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

/** `shelfcast evaluate`: does text help here? */
export function registerEvaluate(program: Command): void {
  withDataOrCatalog(
    program
      .command('evaluate')
      .description(
        'Forecasts the past with and without text and by every simple method, and writes a report that says whether text ' +
          'helps. Stopped and run again, it goes on where it was.',
      ),
    'sales, or a table with one row per product',
    ['schema', 'folds'],
  )
    .option(...SCHEMA_OPTION)
    .requiredOption('--out <directory>', 'where report.html, report.json and the forecasts go')
    .addOption(encoderOption())
    .option('--horizon <weeks>', 'weeks to forecast', wholeNumber(1, 26), 4)
    .option(
      '--origins <days or number>',
      'days on which forecasts are made, with commas, or how many; default: up to 6, by the length of the data',
      originsOption,
    )
    .option('--seeds <number>', 'how many times each network is fitted', wholeNumber(1, 20), 3)
    .option('--folds <number>', 'folds of the cross-validation in table mode', wholeNumber(2, 20), 5)
    .option('--until <day>', 'see nothing on or after this day', day)
    .option('--baselines-only', 'only the simple methods, which need no encoder')
    .option('--methods <names>', 'only these of the methods, with commas', (value) =>
      value.split(',').map((name) => name.trim()),
    )
    .option('--json', 'print the verdict as JSON')
    .action(evaluate);
}

function evaluate(options: EvaluateOptions): Promise<void> {
  const { db } = options;
  if (db !== undefined) return evaluateCatalog(db, options);
  return onData(namedData(options), async (data) => {
    const schema = await schemaFor(data, options.schema);
    await report(options, (engine) => evaluationOf(data, schema, engine, options));
  });
}

async function evaluateCatalog(db: string, options: EvaluateOptions): Promise<void> {
  checkCatalog(db);
  const database = openDatabase(db, REGISTRY);
  const { parts, schema, hash, rows } = catalogPanel(database, options.until);
  database.close();
  const data = { source: `the catalog ${basename(db)}`, hash, rows };
  await report(options, (engine) => panelEvaluation(new DemandPanel(parts), data, schema, engine, options));
}

/** Makes an evaluation, writes its report and says what it came to. */
async function report(
  options: EvaluateOptions,
  evaluated: (engine: Engine | null) => Promise<Evaluation>,
): Promise<void> {
  const engine = options.baselinesOnly ? null : await Engine.start({ encoder: options.encoder });
  try {
    const evaluation = await evaluated(engine);
    const files = await writeReport(options.out, evaluation);
    const { headline, sentences } = evaluation.verdict;
    const { source, reading } = evaluation.data;
    const text = [
      ...(reading ? [reportText(source, reading)] : []),
      headline,
      ...sentences.map((one) => `  ${one.text}`),
      `Report: ${files.html}`,
    ].join('\n');
    printResult(options.json, { reading, verdict: evaluation.verdict, ...files }, text);
  } finally {
    await engine?.close();
  }
}

function evaluationOf(
  data: DataFile,
  schema: DemandSchema | TableSchema,
  engine: Engine | null,
  options: EvaluateOptions,
): Promise<Evaluation> {
  return schema.mode === 'table'
    ? table(data, schema, engine, options)
    : demand(data, schema, engine, options);
}

async function table(
  data: DataFile,
  schema: TableSchema,
  engine: Engine | null,
  { out, folds, seeds, until, origins, methods, json }: EvaluateOptions,
): Promise<Evaluation> {
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
  const { stop, ...bars } = stages(json);
  return evaluateTable(rows, about, {
    schema,
    out,
    engine,
    folds,
    settings: TABLE_DEFAULTS,
    seeds: seedsOf(seeds),
    ...bars,
  }).finally(stop);
}

async function demand(
  data: DataFile,
  schema: DemandSchema,
  engine: Engine | null,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { name } = data;
  const { until, json } = options;
  const { panel, report: told } = await withBar(`reading ${name}`, json, (onProgress) =>
    readDemand(data, schema, { until, onProgress }),
  );
  return panelEvaluation(panel, { ...fileOf(name, told), rows: told.kept }, schema, engine, options);
}

function panelEvaluation(
  panel: DemandPanel,
  data: Pick<DemandEvaluation['data'], 'source' | 'hash' | 'rows' | 'reading'>,
  schema: DemandSchema,
  engine: Engine | null,
  { out, horizon, origins, seeds, methods, json }: EvaluateOptions,
): Promise<Evaluation> {
  const about = {
    ...data,
    skus: panel.skus.length,
    first_week: mondayOf(panel.firstWeek),
    last_week: mondayOf(panel.firstWeek + panel.weeks - 1),
  };
  const { stop, ...bars } = stages(json);
  return evaluateDemand(panel, about, {
    schema,
    out,
    engine,
    horizon,
    origins: origins ?? null,
    seeds: seedsOf(seeds),
    methods: methods ?? null,
    ...bars,
  }).finally(stop);
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

/** A bar for the embedding of texts, then one for fits and forecasts. */
function stages(quiet: boolean | undefined) {
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

function originsOption(value: string): string[] | number {
  if (/^\d+$/.test(value)) return wholeNumber(1, 52)(value);
  return value.split(',').map((one) => day(one.trim()));
}

function day(value: string): string {
  try {
    weekOf(value);
    return value;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
