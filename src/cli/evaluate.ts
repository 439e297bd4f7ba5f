import { InvalidArgumentError, Option, type Command } from 'commander';
import type { DemandSchema, TableSchema } from '../contract/dataSchema';
import type { Evaluation } from '../contract/evaluation';
import { DEFAULTS } from '../contract/settings';
import { mondayOf, weekOf } from '../contract/week';
import { Engine } from '../engine/engine';
import { evaluateDemand } from '../training/evaluate/evaluateDemand';
import { writeReport } from '../training/evaluate/report/writeReport';
import { readDemand } from '../training/ingest/readDemand';
import { fileName, printResult, progressBar } from './command';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';

interface EvaluateOptions {
  data: string;
  schema?: string;
  out: string;
  encoder: string;
  horizon: number;
  origins?: string[] | number;
  seeds: number;
  until?: string;
  baselinesOnly?: boolean;
  json?: boolean;
}

/** `shelfcast evaluate`: does text help here? */
export function registerEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description(
      'Forecasts the past with and without text and by every simple method, and writes a report that says whether text ' +
        'helps. Stopped and run again, it goes on where it was.',
    )
    .requiredOption('--data <file>', 'CSV file, plain or gzip')
    .option(...SCHEMA_OPTION)
    .requiredOption('--out <directory>', 'where report.html, report.json and the forecasts go')
    .addOption(
      new Option('--encoder <directory>', 'directory of the text encoder')
        .default(DEFAULTS.encoder)
        .env('SHELFCAST_ENCODER'),
    )
    .option('--horizon <weeks>', 'weeks to forecast', wholeNumber(1, 26), 4)
    .option(
      '--origins <days or number>',
      'days on which forecasts are made, with commas, or how many; default: up to 6, by the length of the data',
      originsOption,
    )
    .option('--seeds <number>', 'how many times each network is fitted', wholeNumber(1, 20), 3)
    .option('--until <day>', 'see nothing on or after this day', day)
    .option('--baselines-only', 'only the simple methods, which need no encoder')
    .option('--json', 'print the verdict as JSON')
    .action(evaluate);
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const schema = await schemaFor(options.data, options.schema);
  const engine = options.baselinesOnly ? null : await Engine.start({ encoder: options.encoder });
  try {
    const evaluation = await evaluationOf(schema, engine, options);
    const files = await writeReport(options.out, evaluation);
    const { headline, sentences } = evaluation.verdict;
    const text = [headline, ...sentences.map((one) => `  ${one.text}`), `Report: ${files.html}`].join('\n');
    printResult(options.json, { verdict: evaluation.verdict, ...files }, text);
  } finally {
    await engine?.close();
  }
}

function evaluationOf(
  schema: DemandSchema | TableSchema,
  engine: Engine | null,
  options: EvaluateOptions,
): Promise<Evaluation> {
  if (schema.mode === 'table') throw new Error('table mode is not there yet');
  return demand(schema, engine, options);
}

async function demand(
  schema: DemandSchema,
  engine: Engine | null,
  { data, until, out, horizon, origins, seeds, json }: EvaluateOptions,
): Promise<Evaluation> {
  const name = fileName(data);
  const reading = progressBar(`reading ${name}`, json);
  const { panel, report } = await readDemand(data, schema, { until, onProgress: reading.update }).finally(
    reading.stop,
  );
  const embedding = progressBar('embedding texts', json);
  const fitting = progressBar('fitting and forecasting', json);
  try {
    return await evaluateDemand(
      panel,
      {
        source: name,
        hash: report.hash,
        rows: report.kept,
        skus: panel.skus.length,
        first_week: mondayOf(panel.firstWeek),
        last_week: mondayOf(panel.firstWeek + panel.weeks - 1),
      },
      {
        schema,
        out,
        engine,
        horizon,
        origins: origins ?? null,
        seeds: Array.from({ length: seeds }, (_, seed) => seed),
        onEmbedding: embedding.update,
        onProgress: ({ done, of }) => {
          embedding.stop();
          fitting.update(done, of);
        },
      },
    );
  } finally {
    embedding.stop();
    fitting.stop();
  }
}

function wholeNumber(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`give a whole number from ${least} to ${most}`);
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
