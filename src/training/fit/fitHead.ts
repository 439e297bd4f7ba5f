import type { HeadKind } from '../../contract/head';
import { openSession, Tensor } from '../../engine/runtime';
import { featureNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import { gather } from '../../graph/ops';
import { analogNames } from './analogFeatures';
import { type AnswerShape, middleOf, outputsOf } from './answers';
import type { DemandDataset } from './demandDataset';
import type { DemandOptions } from './demandOptions';
import { ROW_KIND } from './demandRows';
import type { TrainedHead } from './headGraph';
import { type InputTransform, project, standardise, transformInputs } from './inputTransform';
import { networkParameters } from './network';
import { Random } from './random';
import { type OnEpoch, trainNetwork } from './train';

/** Columns that a head without numbers still knows: whether and when the product is launched. */
const PLANNING = ['launch', 'lead'];
const SEASON = ['year_sine', 'year_cosine'];
/** Analog features that take in the product's own price. */
const PRICED = ['analogs_revenue', 'analogs_price_gap', 'launches_revenue', 'launches_price_gap'];
const CAP = { share: 0.9995, total: 3 };
const ROWS_AT_ONCE = 4096;

/** Fits one kind of head on rows of a dataset; the same seed gives the same head. */
export async function fitHead(
  dataset: DemandDataset,
  kind: HeadKind,
  options: DemandOptions,
  onEpoch?: OnEpoch,
): Promise<TrainedHead> {
  const random = new Random(options.seed + 1);
  const answers = answerShape(dataset, options);
  const transform = fitTransform(dataset, kind, options);
  const inputs = await networkInputs(dataset, kind, transform, options);
  const { targets, weights, bias } = lossTable(dataset, options, answers);
  const shape = {
    inputs: inputs.length / dataset.rows.count,
    hidden: options.hidden,
    layers: options.layers,
    members: options.members,
    outputs: outputsOf(answers),
  };
  const parameters = networkParameters(shape, bias, random);
  const trained = await trainNetwork(
    { inputs, targets, weights },
    shape,
    answers,
    parameters,
    (epochRandom) => epochRows(dataset, options.share, epochRandom),
    options.train,
    random,
    onEpoch,
  );
  const featureColumns = featureNames(dataset.context).length;
  const { dimension } = dataset;
  return {
    featureColumns,
    dimension,
    transform,
    parameters,
    weights: trained,
    layers: options.layers,
    answers,
  };
}

export function usesText(kind: HeadKind): boolean {
  return kind !== 'numeric_only';
}

function fitTransform(dataset: DemandDataset, kind: HeadKind, options: DemandOptions): InputTransform {
  const names = featureNames(dataset.context);
  const kept = names.filter((name) => dataset.seasonal || !SEASON.includes(name));
  const wanted = kind === 'text_only' ? kept.filter((name) => [...PLANNING, ...SEASON].includes(name)) : kept;
  const columns = wanted.map((name) => names.indexOf(name));
  const tables = [{ values: dataset.rows.features, width: names.length, columns }];
  if (usesText(kind)) {
    const analogs = analogNames(options.horizon);
    tables.push({
      values: analogTable(dataset, kind, options),
      width: analogs.length,
      columns: [...analogs.keys()],
    });
  }
  const { dimension, descriptions, promotions } = dataset;
  const projected = (vectors: Float32Array) =>
    usesText(kind) && vectors.length > 0 ? project(vectors, dimension, options.directions) : null;
  return {
    columns,
    ...standardise(tables),
    description: projected(descriptions),
    promo: projected(promotions),
    fadedBy: kind === 'text_aware' ? names.indexOf('weeks_known') : null,
  };
}

function analogTable({ analogs }: DemandDataset, kind: HeadKind, { horizon }: DemandOptions): Float32Array {
  if (kind !== 'text_only') return analogs;
  const names = analogNames(horizon);
  return analogs.map((value, at) => (PRICED.includes(names[at % names.length]) ? NaN : value));
}

/** Runs every row through the transform once, so that training steps see the network's inputs only. */
async function networkInputs(
  dataset: DemandDataset,
  kind: HeadKind,
  transform: InputTransform,
  options: DemandOptions,
): Promise<Float32Array> {
  const { rows, dimension } = dataset;
  const width = rows.features.length / rows.count;
  const analogWidth = dataset.analogs.length / rows.count;
  const graph = new GraphBuilder('inputs');
  const vectors = (name: string, table: Float32Array) => {
    const padded = new Float32Array(table.length + dimension);
    padded.set(table);
    const values = graph.constant(padded, [padded.length / dimension, dimension]);
    return gather(values, graph.input(name, 'int64', ['N']));
  };
  graph.output(
    'inputs',
    transformInputs(
      {
        features: graph.input('features', 'float', ['N', width]),
        analogs: usesText(kind) ? graph.input('analogs', 'float', ['N', analogWidth]) : null,
        description: transform.description ? vectors('sku', dataset.descriptions) : null,
        promo: transform.promo ? vectors('promo', dataset.promotions) : null,
      },
      transform,
    ),
  );
  const { session } = await openSession(graph.bytes(), { threads: 1, provider: 'cpu', deviceId: 0 });
  const analogs = analogTable(dataset, kind, options);
  const last = BigInt(dataset.promotions.length / dimension);
  const parts: Float32Array[] = [];
  for (let from = 0; from < rows.count; from += ROWS_AT_ONCE) {
    const to = Math.min(rows.count, from + ROWS_AT_ONCE);
    const table = (values: Float32Array, columns: number) =>
      new Tensor('float32', values.subarray(from * columns, to * columns), [to - from, columns]);
    const indices = (values: Int32Array) =>
      new Tensor(
        'int64',
        BigInt64Array.from(values.subarray(from, to), (at) => (at < 0 ? last : BigInt(at))),
        [to - from],
      );
    const feeds: Record<string, Tensor> = {
      features: table(rows.features, width),
      analogs: table(analogs, analogWidth),
      sku: indices(rows.sku),
      promo: indices(rows.promo),
    };
    const outputs = await session.run(
      Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
    );
    parts.push(outputs.inputs.data as Float32Array);
  }
  await session.release();
  return join(parts);
}

/** Targets capped at what is usual, their weights, and where the output biases start: level and mean of each series. */
function lossTable({ rows }: DemandDataset, { kindWeights }: DemandOptions, answers: AnswerShape) {
  const { series, quantiles } = answers;
  const caps = seriesCaps(rows.units, series);
  const targets = rows.units.map((units, at) =>
    Number.isNaN(units) ? 0 : Math.min(units, caps[at % series]),
  );
  const weights = rows.units.map((units, at) =>
    Number.isNaN(units) ? 0 : kindWeights[rows.kind[Math.floor(at / series)]],
  );
  const bias = new Float32Array(outputsOf(answers));
  for (let index = 0; index < series; index += 1) {
    let [count, logs, sum] = [0, 0, 0];
    for (let at = index; at < targets.length; at += series) {
      if (weights[at] === 0) continue;
      count += 1;
      logs += Math.log1p(targets[at]);
      sum += targets[at];
    }
    const from = index * (quantiles.length + 1);
    bias[from + middleOf(quantiles)] = count > 0 ? logs / count : 0;
    bias[from + quantiles.length] = sum > 0 ? Math.log(sum / count) : 0;
  }
  return { targets, weights, bias };
}

/** What targets are capped at: rare single weeks teach nothing; the total's cap is a multiple of the weeks'. */
function seriesCaps(units: Float32Array, series: number): number[] {
  const weekly = units.filter((value, at) => !Number.isNaN(value) && at % series < series - 1).sort();
  const cap = weekly[Math.floor((weekly.length - 1) * CAP.share)] ?? 0;
  return Array.from({ length: series }, (_, index) => (index < series - 1 ? cap : cap * CAP.total));
}

function answerShape({ rows }: DemandDataset, { horizon, quantiles }: DemandOptions): AnswerShape {
  const largest = rows.units.reduce((most, units) => (units > most ? units : most), 1);
  return { series: horizon + 1, quantiles, ceiling: Math.log1p(largest) + 1 };
}

/** Every launch and a fresh sample of the other rows, shuffled. */
function epochRows({ rows }: DemandDataset, share: number, random: Random): Int32Array {
  const taken: number[] = [];
  rows.kind.forEach((kind, row) => {
    if (kind === ROW_KIND.launch || random.uniform() < share) taken.push(row);
  });
  return Int32Array.from(random.shuffle(taken));
}

function join(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
