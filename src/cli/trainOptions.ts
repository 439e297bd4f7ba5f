import { type Command, InvalidArgumentError, Option } from 'commander';
import { RANGE_QUANTILES } from '../contract/forecastAnswers';
import { type Promotion, PROMOTIONS } from '../contract/jobs';
import { MOST_HORIZON } from '../contract/limits';
import { NO_LICENCE } from '../contract/modelNames';
import { DEFAULTS } from '../contract/settings';
import { FINE_TUNE, type FineTune, TUNING_DEFAULTS } from '../training/encoder/tuningOptions';
import { dayOption, wholeNumber } from './command';
import { type DataOptions, withDataOrCatalog } from './dataOption';
import { chosenEncoderOption } from './encoderOption';
import { SCHEMA_OPTION } from './schemaOption';

/** Default horizon for a file, in weeks. */
export const HORIZON = 4;

export interface TrainCommand extends DataOptions {
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

/** Options for a file or its model only; a model of a catalog takes these from the active one. */
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

/** Adds `train` with its options to the program. */
export function trainCommand(program: Command): Command {
  const command = withDataOrCatalog(
    program
      .command('train')
      .description(
        'Trains the text-aware model with its numeric-only and text-only twins and writes a model directory. On a catalog, ' +
          'the new model is compared with the active one and registered.',
      ),
    'sales, or a table with one row per product',
    OF_FILE,
  );
  return withAbout(withTuning(withFit(command))).option(
    '--json',
    'print the manifest as JSON; of a catalog, what the training came to',
  );
}

/** Options of the fit. */
function withFit(command: Command): Command {
  return command
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
    .option('--seed <number>', 'the same seed gives the same heads, byte for byte', wholeNumber(0, 1e9), 0);
}

function withTuning(command: Command): Command {
  return command
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
    );
}

/** Options for the data, the name, and the activation. */
function withAbout(command: Command): Command {
  return command
    .option('--until <date>', 'nothing on or after this day is seen', dayOption)
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
    );
}

function learningRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 0.1) return rate;
  throw new InvalidArgumentError('A rate is a number above 0 and at most 0.1.');
}

/** Ascending quantile levels from text such as `0.05,0.1,0.5,0.9,0.95`. */
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
