import { HEAD_KINDS, type HeadKind, type HeadOutputs } from '../../contract/head';
import type { TableRecord } from '../../contract/record';
import { openSession, Tensor } from '../../engine/runtime';
import { extraNames, tableVector } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import type { TableRow } from '../ingest/readTable';
import { type AnswerShape, bracketMasses } from './answers';
import { calibrate, type Calibration } from './calibration';
import { usesText } from './demandInputs';
import type { OnFit } from './fitDemand';
import { bestEpochs, fitNetwork, fitWatched, type LearningCurve, networkAnswers } from './fitNetwork';
import { headGraph } from './headGraph';
import { type InputTable, type InputTransform, standardise, transformInputs } from './inputTransform';
import { Predictor } from './predictor';
import { project } from './projection';
import { Random } from './random';
import { toUnits } from './scale';
import { TABLE_ANALOGS, tableAnalogs } from './tableAnalogs';
import { type TableDataset, tableDataset, targetsOf } from './tableDataset';
import { TABLE_DEFAULTS, type TableOptions } from './tableOptions';
import type { TextVectors } from './textVectors';
import type { TrainingTable } from './train';

/** Heads as ONNX bytes with what they were fitted on, and how the first fits' errors fell. */
export interface FittedTable {
  dataset: TableDataset;
  options: TableOptions;
  heads: Partial<Record<HeadKind, Uint8Array>>;
  curves: Partial<Record<HeadKind, LearningCurve>>;
}

export interface FitTable extends Partial<TableOptions> {
  kinds?: readonly HeadKind[];
  onFit?: OnFit;
}

/** Fits heads on the rows that have a target. */
export async function fitTable(
  rows: readonly TableRow[],
  texts: TextVectors,
  { kinds = HEAD_KINDS, onFit, ...given }: FitTable = {},
): Promise<FittedTable> {
  const options = { ...TABLE_DEFAULTS, ...given };
  const dataset = await tableDataset(rows, texts, options);
  const model: FittedTable = { dataset, options, heads: {}, curves: {} };
  for (const kind of kinds) await fitHead(model, kind, onFit);
  return model;
}

/**
 * A first fit without a share of the rows finds how long to train and how to calibrate; the second sees all rows.
 */
async function fitHead(model: FittedTable, kind: HeadKind, onFit?: OnFit): Promise<void> {
  const { dataset, options } = model;
  const { train, seed } = options;
  const transform = tableTransform(dataset, kind, options);
  const inputs = await networkInputs(dataset, kind, transform);
  const ones = new Float32Array(dataset.targets.length).fill(1);
  const table = { inputs, targets: dataset.targets, weights: ones };
  const answers = answerShape(dataset, options);
  const always = () => 1;

  const { first, heldOut } = split(table, options.heldOut, new Random(seed + 2000));
  const { trained, curve } = await fitWatched(
    first,
    heldOut,
    answers,
    always,
    options,
    new Random(seed + 1000),
    (epoch, _, loss) => onFit?.(kind, epoch, 2 * train.epochs, loss),
  );
  const epochs = bestEpochs(curve);
  const best = { ...options, train: { ...train, epochs } };
  const calibrations = [
    await calibrateOn(dataset, heldOut, answers, options, (rows) => networkAnswers(trained, rows)),
  ];
  const network = await fitNetwork(table, answers, always, best, new Random(seed), (epoch, _, loss) =>
    onFit?.(kind, train.epochs + epoch, train.epochs + epochs, loss),
  );
  const { bank, bankRows, targets, dimension, scale, extras } = dataset;
  const head = {
    featureColumns: kind === 'text_only' ? 0 : extraNames(extras).length,
    dimension,
    transform,
    network,
    scale,
    calibrations,
    groupColumn: 0,
  };
  model.heads[kind] = headGraph(
    head,
    usesText(kind) ? tableAnalogs(bank, targetsOf(bankRows, targets)) : null,
  );
  model.curves[kind] = curve;
}

function tableTransform(dataset: TableDataset, kind: HeadKind, options: TableOptions): InputTransform {
  const names = extraNames(dataset.extras);
  const columns = kind === 'text_only' ? [] : [...names.keys()];
  const unbounded = columns.slice(0, options.numeric.length);
  const tables: InputTable[] = [{ values: dataset.features, width: names.length, columns, unbounded }];
  if (usesText(kind)) {
    const width = TABLE_ANALOGS.length;
    tables.push({ values: dataset.analogs, width, columns: [...TABLE_ANALOGS.keys()], unbounded: [] });
  }
  const directions = Math.min(options.directions, dataset.dimension);
  return {
    columns,
    ...standardise(tables),
    description: usesText(kind) ? project(dataset.texts, dataset.dimension, directions) : null,
    promo: null,
    fadedBy: null,
  };
}

async function networkInputs(
  { targets, features, analogs, texts, dimension }: TableDataset,
  kind: HeadKind,
  transform: InputTransform,
): Promise<Float32Array> {
  const rows = targets.length;
  const width = features.length / rows;
  const graph = new GraphBuilder('inputs');
  const wanted: Record<string, [Float32Array, number]> = {};
  const input = (name: string, values: Float32Array, columns: number) => {
    wanted[name] = [values, columns];
    return graph.input(name, 'float', ['N', columns]);
  };
  const raw = {
    features: transform.columns.length > 0 ? input('features', features, width) : null,
    analogs: usesText(kind) ? input('analogs', analogs, TABLE_ANALOGS.length) : null,
    description: usesText(kind) ? input('description', texts, dimension) : null,
    promo: null,
  };
  if (Object.keys(wanted).length === 0) return new Float32Array(rows);
  graph.output('inputs', transformInputs(raw, transform));
  const { session } = await openSession(graph.bytes(), { threads: 1, provider: 'cpu', deviceId: 0 });
  const feeds = Object.entries(wanted).map(([name, [values, columns]]) => [
    name,
    new Tensor('float32', values, [rows, columns]),
  ]);
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return outputs.inputs.data as Float32Array;
}

/** Rows to train on first, and rows held out, drawn at random. */
function split(
  table: TrainingTable,
  share: number,
  random: Random,
): { first: TrainingTable; heldOut: TrainingTable } {
  const rows = table.targets.length;
  const width = table.inputs.length / rows;
  const order = random.shuffle(Int32Array.from({ length: rows }, (_, row) => row));
  const count = Math.max(1, Math.min(rows - 1, Math.round(rows * share)));
  const part = (chosen: Int32Array): TrainingTable => {
    const inputs = new Float32Array(chosen.length * width);
    chosen.forEach((row, place) =>
      inputs.set(table.inputs.subarray(row * width, (row + 1) * width), place * width),
    );
    return {
      inputs,
      targets: Float32Array.from(chosen, (row) => table.targets[row]),
      weights: Float32Array.from(chosen, (row) => table.weights[row]),
    };
  };
  return { first: part(order.subarray(count)), heldOut: part(order.subarray(0, count)) };
}

async function calibrateOn(
  { scale }: TableDataset,
  heldOut: TrainingTable,
  answers: AnswerShape,
  { calibration }: TableOptions,
  predict: (inputs: Float32Array) => Promise<Float32Array>,
): Promise<Calibration> {
  const latent = await predict(heldOut.inputs);
  const count = answers.quantiles.length;
  const masses = bracketMasses(answers.quantiles);
  const records = Array.from(heldOut.targets, (target, row) => ({
    quantiles: latent.subarray(row * count, (row + 1) * count),
    actual: Float32Array.of(toUnits(target, scale)),
  }));
  const meanOf = (quantiles: Float32Array) =>
    masses.reduce((sum, mass, at) => sum + mass * toUnits(quantiles[at], scale), 0);
  return calibrate(records, [[0]], answers, (value) => toUnits(value, scale), meanOf, calibration);
}

function answerShape({ targets }: TableDataset, { quantiles }: TableOptions): AnswerShape {
  const sorted = targets.slice().sort();
  const margin = 1;
  return {
    series: 1,
    quantiles,
    learnsMean: false,
    floor: sorted[0] - margin,
    ceiling: sorted[sorted.length - 1] + margin,
  };
}

/** Forecasts table records in this process. */
export class TablePredictor {
  private constructor(
    private readonly predictor: Predictor,
    private readonly model: FittedTable,
    private readonly places: ReadonlyMap<string, number>,
  ) {}

  static async open(model: FittedTable, kind: HeadKind): Promise<TablePredictor> {
    const head = model.heads[kind];
    if (!head) throw new Error(`the model was fitted without a ${kind} head`);
    const { rows, bankRows } = model.dataset;
    const places = Array.from(bankRows, (row, place): [string, number] => [rows[row].record.id ?? '', place]);
    return new TablePredictor(await Predictor.open(head), model, new Map(places.filter(([id]) => id !== '')));
  }

  /** Outputs of all records, laid end to end; see HeadOutputs. */
  predict(records: readonly TableRecord[], texts: TextVectors): Promise<HeadOutputs> {
    return this.predictor.predict(
      records.map((record) => ({
        features: tableVector(record, this.model.dataset.extras),
        description: texts.vectorOf(record.text),
        promo: null,
        bankIndex: record.id === null ? -1 : (this.places.get(record.id) ?? -1),
      })),
    );
  }
}
