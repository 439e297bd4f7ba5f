import { basename, dirname, join, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Evaluation } from '../contract/evaluation/evaluation';
import { readEvaluation } from './evaluationFile';
import { RANGE_QUANTILES } from '../contract/forecasting';
import { type Promotion, PROMOTIONS } from '../contract/jobs';
import { MODEL_NAME, MOST_HORIZON } from '../contract/limits';
import { MODEL_FILES, type Manifest } from '../contract/manifest';
import { NO_LICENCE } from '../contract/modelNames';
import { DEFAULTS } from '../contract/settings';
import { Engine } from '../engine/engine';
import type { ModelAbout } from '../training/export/about';
import { backtestFigures } from '../evaluation/summary/backtestFigures';
import type { DataFile } from '../ingest/file/dataFile';
import { FINE_TUNE, type FineTune, TUNING_DEFAULTS } from '../training/encoder/tuningOptions';
import { checkReplaceable } from '../training/export/writeDirectory';
import { trainTable } from '../training/table/trainTable';
import { trainDemand } from '../training/demand/trainDemand';
import { writeWhole } from '../common/writeWhole';
import { weekOf } from '../common/week';
import { SEASONAL_WEEKS } from '../shop/neighbours/season';
import { counted, printResult, UsageError, wholeNumber } from './command';
import { type DataOptions, namedData, onData, withDataOrCatalog } from './dataOption';
import { AUTO_ENCODER, chosenEncoderOption } from './encoderOption';
import { reportText } from './reportText';
import { worthText } from './worthText';
import { SCHEMA_OPTION, schemaFor } from './schemaOption';
import { stageBars } from './stageBars';
import { readingText } from '../training/encoder/chooseEncoder';
import { tuningText } from './tuningText';
import { trainCatalog } from './trainCatalog';

const HORIZON = 4;

interface TrainCommand extends DataOptions {
  db?: string;
  promote: Promotion;
  schema?: string;
  out: string;
  encoder: string;
  horizon?: number;
  quantiles: number[];
  seed: number;
  until?: string;
  minutes?: number;
  name?: string;
  title?: string;
  source?: string;
  licence: string;
  evaluation?: string;
  fineTune: FineTune;
  tuneRank: number;
  tuneLayers?: number;
  tuneRate: number;
  tuneEpochs: number;
  json?: boolean;
}

/** `shelfcast train`: a model directory from a CSV file. */
export function registerTrain(program: Command): void {
  withDataOrCatalog(
    program
      .command('train')
      .description(
        'Fits the text-aware model with its numeric-only and text-only twins and writes a model directory; of a catalog, ' +
          'sets it beside the active model and offers it.',
      ),
    'sales, or a table with one row per product',
    OF_FILE,
  )
    .option(...SCHEMA_OPTION)
    .option('--out <directory>', 'where to write the model; a model that is there is replaced at the end')
    .addOption(chosenEncoderOption())
    .option(
      '--horizon <weeks>',
      `weeks to forecast, 1 to 26 (default: ${HORIZON}); of a catalog 1 to ${MOST_HORIZON} (default: those of the active model)`,
      wholeNumber(1, 26),
    )
    .option(
      '--quantiles <levels>',
      'levels to forecast beside the mean, 0.1, 0.5 and 0.9 among them',
      quantileLevels,
      [...RANGE_QUANTILES],
    )
    .option('--seed <number>', 'the same seed gives the same heads, byte for byte', wholeNumber(0, 1e9), 0)
    .addOption(
      new Option(
        '--fine-tune <when>',
        'tune the encoder to the sales or the target; auto keeps that only where texts it did not see are surely told better',
      )
        .choices(FINE_TUNE)
        .default('off'),
    )
    .option(
      '--tune-rank <number>',
      "rank of the encoder's adapters",
      wholeNumber(1, 64),
      TUNING_DEFAULTS.rank,
    )
    .option('--tune-layers <number>', 'last layers of the encoder to tune; default: all', wholeNumber(1, 100))
    .option('--tune-rate <rate>', 'learning rate of the tuning', learningRate, TUNING_DEFAULTS.rate)
    .option(
      '--tune-epochs <number>',
      'times that the tuning sees every text',
      wholeNumber(1, 100),
      TUNING_DEFAULTS.epochs,
    )
    .option('--until <date>', 'nothing on or after this day is seen')
    .option('--minutes <number>', 'of a table: how long fitting may take, about', wholeNumber(1, 10_000))
    .option('--name <name>', "the model's name; default: the directory's")
    .option('--title <text>', "the model card's title; default: the name")
    .option('--source <text>', "where the data come from, for the model card; default: the file's name")
    .option('--licence <text>', 'licence of the data, for the model card', NO_LICENCE)
    .option('--evaluation <file>', 'report.json of evaluate, whose figures go beside the model')
    .addOption(
      new Option(
        '--promote <rule>',
        'of a catalog: ask leaves the active model active, auto activates the new one where it is surely not worse',
      )
        .choices(PROMOTIONS)
        .default(DEFAULTS.promote),
    )
    .option('--json', 'print the manifest as JSON; of a catalog, what the training came to')
    .action(train);
}

/** What is said of a file, or of the model made of it; a catalog's model follows the active one in them. */
const OF_FILE = [
  'schema',
  'out',
  'quantiles',
  'seed',
  'minutes',
  'title',
  'source',
  'licence',
  'evaluation',
  'fineTune',
  'tuneRank',
  'tuneLayers',
  'tuneRate',
  'tuneEpochs',
];

function train(command: TrainCommand): Promise<void> {
  const { db, horizon = HORIZON } = command;
  if (db !== undefined) {
    if (horizon > MOST_HORIZON)
      throw new UsageError(`--horizon is 1 to ${MOST_HORIZON} for a model of a catalog`);
    const encoder = command.encoder === AUTO_ENCODER ? DEFAULTS.encoder : command.encoder;
    return trainCatalog({ ...command, db, encoder });
  }
  if (command.out === undefined) throw new UsageError("required option '--out <directory>' not specified");
  return onData(namedData(command), (data) => trainOn(data, { ...command, horizon }));
}

async function trainOn(data: DataFile, command: TrainCommand & { horizon: number }): Promise<void> {
  const schema = await schemaFor(data, command.schema);
  if (schema.mode === 'table' && command.until) {
    throw new UsageError('--until needs weeks, and a schema in table mode has none');
  }
  if (schema.mode === 'demand' && command.minutes !== undefined) {
    throw new UsageError('--minutes is for tables: a model of sales stops by itself');
  }
  const evaluation = command.evaluation === undefined ? null : await readEvaluation(command.evaluation);
  const about = aboutOf(command, data, evaluation);
  const {
    fineTune: mode,
    tuneRank: rank,
    tuneLayers: layers = null,
    tuneRate: rate,
    tuneEpochs: epochs,
  } = command;
  const chooseEncoder = command.encoder === AUTO_ENCODER;
  const settings = { ...command, data, fineTune: { mode, rank, layers, rate, epochs }, chooseEncoder };
  await checkReplaceable(command.out, MODEL_FILES.manifest);
  const engine = await Engine.start({ encoder: chooseEncoder ? DEFAULTS.encoder : command.encoder });
  const { onStage, stop } = stageBars(command.json);
  try {
    const { manifest, report, worth, tuning, notes, readings } =
      schema.mode === 'table'
        ? { ...(await trainTable(settings, schema, about, engine, onStage)), worth: null }
        : { ...(await trainDemand(settings, schema, about, engine, onStage)), notes: [] };
    if (evaluation) await writeWhole(join(command.out, MODEL_FILES.evaluation), JSON.stringify(evaluation));
    stop();
    const text = [
      reportText(data.name, report),
      ...notes.map((note) => `  ${note}`),
      ...(readings.length > 0 ? [readingText(readings)] : []),
      summary(manifest, command.out),
      ...seasonNote(manifest),
      ...(tuning ? [tuningText(tuning)] : []),
      ...(worth ? [worthText(worth)] : []),
      nextSteps(command.out, evaluation !== null),
    ].join('\n');
    printResult(command.json, worth ? { ...manifest, worth } : manifest, text);
  } finally {
    stop();
    await engine.close();
  }
}

function aboutOf(
  { out, name, title, source, licence }: TrainCommand,
  data: DataFile,
  evaluation: Evaluation | null,
): ModelAbout {
  const named = name ?? basename(resolve(out));
  if (!MODEL_NAME.test(named)) {
    throw new UsageError(
      `'${named}' cannot be a model's name; give one of letters, digits, dots, dashes with --name`,
    );
  }
  const metrics = evaluation ? backtestFigures(evaluation) : {};
  return { name: named, title: title ?? named, source: source ?? data.name, licence, metrics };
}

function summary({ training, data }: Manifest, out: string): string {
  return `Trained on ${counted(training.rows, 'row')} of ${counted(data.skus, 'product')} in ${training.seconds} s; wrote ${out}.`;
}

/** What a buyer would take for known, and is not. */
function seasonNote({ schema, data }: Manifest): string[] {
  if (schema.mode === 'table' || data.first_week === null || data.last_week === null) return [];
  const weeks = weekOf(data.last_week) + 1 - weekOf(data.first_week);
  if (weeks >= SEASONAL_WEEKS) return [];
  return [`It knows no season: that takes ${SEASONAL_WEEKS} weeks, and these are ${weeks}.`];
}

/** What one does with a model that was just trained. */
function nextSteps(out: string, evaluated: boolean): string {
  const place = dirname(resolve(out));
  const report = `what it is worth: shelfcast evaluate, then shelfcast models attach ${out} report.json`;
  return `Next: shelfcast serve --models ${place}${evaluated ? '' : `; ${report}`}.`;
}

function learningRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 0.1) return rate;
  throw new InvalidArgumentError('A rate is a number above 0 and at most 0.1.');
}

/** Ascending levels from text such as `0.05,0.1,0.5,0.9,0.95`. */
function quantileLevels(text: string): number[] {
  const levels = [...new Set(text.split(',').map(Number))].sort((a, b) => a - b);
  if (!levels.every((level) => level > 0 && level < 1)) {
    throw new InvalidArgumentError('Levels are numbers between 0 and 1, with commas between them.');
  }
  const missing = RANGE_QUANTILES.filter((level) => !levels.includes(level));
  if (missing.length > 0) {
    throw new InvalidArgumentError(`Every answer shows 0.1, 0.5 and 0.9; ${missing.join(' and ')} missing.`);
  }
  return levels;
}
