import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Evaluation } from '../contract/evaluation/evaluation';
import { readEvaluation } from './evaluationFile';
import { MODEL_NAME, MOST_HORIZON } from '../contract/limits';
import { MODEL_FILES, type Manifest } from '../contract/manifest';
import { DEFAULTS } from '../contract/settings';
import { Engine } from '../engine/engine';
import type { ModelAbout } from '../training/export/about';
import { backtestFigures } from '../evaluation/summary/backtestFigures';
import type { DataFile } from '../ingest/file/dataFile';
import { checkReplaceable } from '../training/export/writeDirectory';
import { trainTable } from '../training/table/trainTable';
import { trainDemand } from '../training/demand/trainDemand';
import { writeWhole } from '../common/writeWhole';
import { SEASONAL_WEEKS, weeksWithoutSeason } from '../shop/neighbours/season';
import { counted, printResult, UsageError } from './command';
import { shellWord } from '../common/shellWord';
import { namedData, onData } from './dataOption';
import { AUTO_ENCODER } from './encoderOption';
import { reportText } from './reportText';
import { worthText } from './worthText';
import { schemaFor } from './schemaOption';
import { stageBars } from './stageBars';
import { readingText } from '../training/encoder/chooseEncoder';
import { tuningText } from './tuningText';
import { trainCatalog } from './trainCatalog';
import { HORIZON, trainCommand, type TrainCommand } from './trainOptions';

/** `shelfcast train`: a model directory from a CSV file. */
export function registerTrain(program: Command): void {
  trainCommand(program).action(train);
}

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
  const figures = evaluation ? backtestFigures(evaluation) : { metrics: {} };
  return { name: named, title: title ?? named, source: source ?? data.name, licence, ...figures };
}

function summary({ training, data }: Manifest, out: string): string {
  return `Trained on ${counted(training.rows, 'row')} of ${counted(data.skus, 'product')} in ${training.seconds} s; wrote ${out}.`;
}

/** A limit that a buyer would not expect. */
function seasonNote({ data }: Manifest): string[] {
  const weeks = weeksWithoutSeason(data);
  return weeks === null
    ? []
    : [`It knows no season: that takes ${SEASONAL_WEEKS} weeks, and these are ${weeks}.`];
}

/** The next commands for a new model. */
function nextSteps(out: string, evaluated: boolean): string {
  const place = dirname(resolve(out));
  const report = `what it is worth: shelfcast evaluate, then shelfcast models attach ${shellWord(out)} report.json`;
  return `Next: shelfcast serve --models ${shellWord(place)}${evaluated ? '' : `; ${report}`}.`;
}
