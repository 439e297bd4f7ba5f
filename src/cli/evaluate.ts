import { type Command, Option } from 'commander';
import { certain } from '../common/certain';
import type { Evaluation } from '../contract/evaluation/evaluation';
import { DEFAULTS } from '../contract/settings';
import { Engine } from '../engine/engine';
import type { PreparedEvaluation } from '../evaluation/backtest/fits';
import { writeReport } from '../evaluation/report/writeReport';
import { LANGUAGES } from '../languages/language';
import { type Reading, readingText } from '../training/encoder/chooseEncoder';
import { dayOption, printResult, UsageError, wholeNumber } from './command';
import { checkCatalog, namedData, onData, withDataOrCatalog } from './dataOption';
import { AUTO_ENCODER, chosenEncoderOption } from './encoderOption';
import { collectFits, printPlan, workOnFits } from './evaluateApart';
import {
  type EvaluateOptions,
  evaluationOf,
  evaluationOfCatalog,
  type PreparationEvents,
  stages,
} from './preparedEvaluation';
import { figuresText } from './figuresText';
import { reportText } from './reportText';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';

/** `shelfcast evaluate`: does text help here? */
export function registerEvaluate(program: Command): void {
  withDataOrCatalog(
    program
      .command('evaluate')
      .description(
        'Runs a backtest with and without text and with every simple method, and writes a report that says whether text ' +
          'helps. An interrupted run resumes where it stopped.',
      ),
    'sales, or a table with one row per product',
    ['schema', 'folds'],
  )
    .option(...SCHEMA_OPTION)
    .option('--out <directory>', 'where report.html, report.json and the forecasts go')
    .addOption(new Option('--lang <language>', 'language of report.html').choices(LANGUAGES).default('en'))
    .addOption(chosenEncoderOption())
    .option('--horizon <weeks>', 'weeks to forecast', wholeNumber(1, 26), 4)
    .option(
      '--origins <days or number>',
      'days on which forecasts are made, with commas, or how many; default: up to 6, by the length of the data',
      originsOption,
    )
    .option('--seeds <number>', 'how many times each network is fitted', wholeNumber(1, 20), 3)
    .option('--folds <number>', 'folds of the cross-validation in table mode', wholeNumber(2, 20), 5)
    .option('--until <day>', 'see nothing on or after this day', dayOption)
    .option('--baselines-only', 'only the simple methods, which need no encoder')
    .option('--methods <names>', 'only these of the methods, with commas', (value) =>
      value.split(',').map((name) => name.trim()),
    )
    .addOption(apart('--plan', 'print every fit as a line, for workers on any number of machines, and end'))
    .addOption(
      apart('--worker', 'make the fits that come by standard input, and print each finished one as a line'),
    )
    .addOption(apart('--collect <file>', 'make the report from the lines of workers; - reads standard input'))
    .option('--json', 'print the verdict as JSON')
    .action(evaluate);
}

function evaluate(options: EvaluateOptions): Promise<void> {
  const { db } = options;
  if (db !== undefined) return evaluateCatalog(db, options);
  return onData(namedData(options), async (data) => {
    const schema = await schemaFor(data, options.schema);
    await report(options, (...by) => evaluationOf(data, schema, options, ...by));
  });
}

async function evaluateCatalog(db: string, options: EvaluateOptions): Promise<void> {
  checkCatalog(db);
  await report(options, (...by) => evaluationOfCatalog(db, options, ...by));
}

const APART = ['plan', 'worker', 'collect'];

/** The modes of an evaluation with distributed fits; only one at a time. */
function apart(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.conflicts(APART.filter((name) => name !== option.attributeName()));
}

/** Runs an evaluation and writes its report, or does what `--plan`, `--worker` or `--collect` ask for. */
async function report(
  options: EvaluateOptions,
  prepared: (engine: Engine | null, events: PreparationEvents) => Promise<PreparedEvaluation<Evaluation>>,
): Promise<void> {
  const { out, plan, worker, collect, json } = options;
  if (out === undefined && !plan && !worker)
    throw new UsageError('name where the report goes: --out DIRECTORY');
  if ((worker || collect === '-') && options.data === '-')
    throw new UsageError('--data - and the lines of fits cannot both be standard input');
  const encoder = options.encoder === AUTO_ENCODER ? DEFAULTS.encoder : options.encoder;
  const engine = options.baselinesOnly ? null : await Engine.start({ encoder });
  const { stop, ...bars } = stages(json);
  let readings: Reading[] = [];
  const onReadings = (compared: Reading[]) => void (readings = compared);
  try {
    const evaluation = await prepared(engine, { ...bars, onReadings });
    if (plan) return await printPlan(evaluation);
    if (worker) return await workOnFits(evaluation);
    if (collect !== undefined) await collectFits(evaluation, collect);
    await writeEvaluation(certain(out, '--out'), await evaluation.evaluate(), readings, options, stop);
  } finally {
    stop();
    await engine?.close();
  }
}

async function writeEvaluation(
  out: string,
  evaluation: Evaluation,
  readings: readonly Reading[],
  { json, lang }: Pick<EvaluateOptions, 'json' | 'lang'>,
  stop: () => void,
): Promise<void> {
  stop();
  const files = await writeReport(out, evaluation, lang);
  const { headline, sentences } = evaluation.verdict;
  const { source, reading } = evaluation.data;
  const text = [
    ...(reading ? [reportText(source, reading)] : []),
    ...(readings.length > 0 ? [readingText(readings)] : []),
    headline,
    ...sentences.map((one) => `  ${one.text}`),
    ...(evaluation.encoder === null ? figuresText(evaluation) : []),
    `Report: ${files.html}`,
  ].join('\n');
  printResult(json, { reading, verdict: evaluation.verdict, ...files }, text);
}

function originsOption(value: string): string[] | number {
  if (/^\d+$/.test(value)) return wholeNumber(1, 52)(value);
  return value.split(',').map((one) => dayOption(one.trim()));
}
