import { GraphBuilder, type Value } from '../../graph/builder';
import { cast, concat, equal, greater, mul, reduceSum, reshape, slice, topK, where } from '../../graph/ops';
import { analogFeatures, NEIGHBOURS, NOBODY, type Neighbours } from './analogFeatures';
import { type AnalogStatistics, launchColumns, RECENT_COLUMNS } from './analogStatistics';
import { answersOf, bracketMasses, clamp, ensemble } from './answers';
import { type Bank, similarities } from './bank';
import { type Calibration, spreadQuantiles, uncalibrated } from './calibration';
import type { TrainedNetwork } from './fitNetwork';
import { type InputTransform, transformInputs } from './inputTransform';
import { network } from './network';
import { constantsOf } from './parameters';
import { type Scale, unitsOf } from './scale';

/** A trained head, as its graph is made from. */
export interface TrainedHead {
  /** Columns of the `features` input, used or not; 0 for a head that takes none. */
  featureColumns: number;
  dimension: number;
  transform: InputTransform;
  network: TrainedNetwork;
  scale: Scale;
  /** For records with 0 in `groupColumn` and for those with 1, or one for all; null where nothing could be held out. */
  calibrations: Calibration[] | null;
  groupColumn: number;
}

/** What analogs are found and averaged with, at the end of training. */
export interface AnalogBank {
  bank: Bank;
  statistics: AnalogStatistics;
  horizon: number;
  /** Column of the features with the own log price; null where the head knows no price. */
  priceColumn: number | null;
}

/** Analogs that are told beside a forecast. */
const SHOWN = 10;

/** A head as an ONNX model with the inputs and outputs of contract/head.ts; everything fitted is inside. */
export function headGraph(head: TrainedHead, analogBank: AnalogBank | null): Uint8Array {
  const graph = new GraphBuilder('head');
  const { transform, dimension } = head;
  const features =
    head.featureColumns > 0 ? graph.input('features', 'float', ['N', head.featureColumns]) : null;
  const usesText = transform.description !== null || analogBank !== null;
  const description = usesText ? graph.input('description', 'float', ['N', dimension]) : null;
  const promo = transform.promo ? graph.input('promo', 'float', ['N', dimension]) : null;
  const analogs = analogBank && description ? addAnalogs(graph, description, features, analogBank) : null;
  const inputs = transformInputs({ features, analogs, description, promo }, transform);
  const { shape, parameters, weights, answers } = head.network;
  const raw = network(inputs, constantsOf(parameters, weights, graph), shape.layers);
  addAnswers(graph, ensemble(answersOf(raw, answers)), features, head);
  return graph.bytes();
}

/** Units from quantiles on the network's scale: calibrated quantiles, and means by the masses around each quantile. */
function addAnswers(graph: GraphBuilder, latent: Value, features: Value | null, head: TrainedHead): void {
  const { series, quantiles, floor, ceiling } = head.network.answers;
  const factor = (pick: (calibration: Calibration) => number[], shape: number[]): Value => {
    const [first, second] = head.calibrations ?? [uncalibrated(series)];
    const constant = (calibration: Calibration) =>
      graph.constant(Float32Array.from(pick(calibration)), shape);
    if (!second || !features) return constant(first);
    const group = slice(features, 1, head.groupColumn, head.groupColumn + 1);
    const flag = reshape(group, ['N', ...shape.slice(1).map(() => 1)]);
    return where(greater(flag, 0.5), constant(second), constant(first));
  };
  const factors = {
    below: factor(({ below }) => below, [1, series, 1]),
    above: factor(({ above }) => above, [1, series, 1]),
  };
  const spread = spreadQuantiles(latent, factors, quantiles);
  graph.output('quantiles', unitsOf(clamp(spread, floor, ceiling), head.scale));

  const masses = graph.constant(Float32Array.from(bracketMasses(quantiles)), [quantiles.length]);
  const each = reduceSum(mul(unitsOf(latent, head.scale), masses), [2]);
  const scaled = mul(
    each,
    factor(({ mean }) => [mean], [1, 1]),
  );
  if (series === 1) {
    graph.output('mean', scaled);
    return;
  }
  const weeks = slice(scaled, 1, 0, series - 1);
  graph.output('mean', concat([weeks, reduceSum(weeks, [1], true)], 1));
}

function addAnalogs(
  graph: GraphBuilder,
  description: Value,
  features: Value | null,
  { bank, statistics, horizon, priceColumn }: AnalogBank,
): Value {
  const { size } = bank;
  const own = graph.input('bank_index', 'int64', ['N']);
  const places = graph.constant(
    BigInt64Array.from({ length: size }, (_, place) => BigInt(place)),
    [1, size],
  );
  const all = where(equal(reshape(own, ['N', 1]), places), NOBODY, similarities(description, bank));
  const nearest = first(all, statistics.known, NEIGHBOURS.recent);
  const launches = first(all, statistics.launched, NEIGHBOURS.launch);
  const shown = Math.min(SHOWN, size);
  graph.output('analog_index', slice(nearest.index, 1, 0, shown));
  graph.output('analog_similarity', slice(nearest.similarity, 1, 0, shown));
  const unknown = mul(slice(nearest.similarity, 1, 0, 1), NaN);
  const price = features && priceColumn !== null ? slice(features, 1, priceColumn, priceColumn + 1) : unknown;
  const tables = {
    recent: graph.constant(statistics.recent, [size, RECENT_COLUMNS]),
    launch: graph.constant(statistics.launch, [size, launchColumns(horizon)]),
  };
  return analogFeatures(nearest, launches, tables, price, horizon);
}

/** The most similar eligible products, `count` or as many as there are. */
function first(all: Value, eligible: Uint8Array, count: number): Neighbours {
  const { graph } = all;
  const allowed = cast(graph.constant(eligible, [1, eligible.length]), 'bool');
  const { values, indices } = topK(where(allowed, all, NOBODY), Math.min(count, eligible.length));
  return { index: indices, similarity: values };
}
