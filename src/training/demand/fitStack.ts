import { rowsAt } from '../../common/rows';
import type { HeadKind } from '../../contract/head';
import { openOnCpu, Tensor } from '../../engine/runtime';
import { featureNames } from '../../features/featureVector';
import { GraphBuilder } from '../../graph/builder';
import { slice } from '../../graph/ops';
import { unitsOf } from '../head/scale';
import {
  type Stack,
  STACK_GROUPS,
  stacked,
  type StackGroup,
  type StackMember,
  type StackShares,
  YOUNG_WEEKS,
} from '../head/stack';
import { type AnswerShape, bracketMasses, meansOf, middleOf } from '../network/answers';
import type { DemandDataset } from './demandDataset';
import { SCALE } from './demandOptions';
import { readsHistory, similarNames, similarTable } from './demandInputs';
import { bestShares, mixError, type StackCase } from './stackShares';

/** Features that are simple methods of their own, and columns of similar products' sales. */
const OWN_METHODS = [
  ...['lag_1', 'mean_4', 'mean_8', 'mean_13', 'mean_26'],
  ...['smoothed_1', 'smoothed_3', 'smoothed_best', 'croston', 'tsb', 'year_ago'],
];
const SIMILAR_METHODS = ['analogs_mean', 'analogs_level', 'price_mean', 'price_level'];

/**
 * Share of the network before anything is held out, and how strongly all shares are held to it: launches are few, and
 * those of one season are unlike those of the next.
 */
const NETWORK_PRIOR: Record<StackGroup, StackPart<number>> = {
  new: { weeks: 0.4, total: 0.4, mean: 0.4 },
  young: { weeks: 0.5, total: 0.5, mean: 0.5 },
  known: { weeks: 0.85, total: 0.6, mean: 0.6 },
};
const HOLD: Record<StackGroup, number> = { new: 3, young: 1, known: 0.5 };
/** Where nothing can be told of methods, of products that nothing is known of: what similar ones sell on average. */
const NEW_PRIOR = ['analogs_mean', 'price_mean'];
/** Errors that differ by this are much unlike. */
const ERROR_SCALE = 0.05;

/** Rows held out, as the first fit answers them: quantiles [S, Q] in log1p(units), row after row. */
export interface HeldOutAnswers {
  rows: readonly number[];
  quantiles: Float32Array;
}

/** What stacking made of held-out rows: quantiles [S, Q] in log1p(units) and the weeks' means, row after row. */
export interface StackedAnswers {
  quantiles: Float32Array;
  means: Float32Array;
}

/** The simple methods that a kind of head can be stacked with. */
export function stackMembers(dataset: DemandDataset, kind: HeadKind): StackMember[] {
  const names = featureNames(dataset.context);
  const similar = similarNames(kind);
  const pick = (wanted: readonly string[], from: readonly string[], table: StackMember['table']) =>
    wanted.flatMap((name) => (from.includes(name) ? [{ name, table, column: from.indexOf(name) }] : []));
  return [
    ...(readsHistory(kind) ? pick(OWN_METHODS, names, 'features') : []),
    ...pick(SIMILAR_METHODS, similar, 'analogs'),
  ];
}

/** Shares of the network and of simple methods by what was held out. */
export function fitStack(
  dataset: DemandDataset,
  kind: HeadKind,
  answers: AnswerShape,
  heldOut: HeldOutAnswers,
): Stack {
  const members = stackMembers(dataset, kind);
  const names = featureNames(dataset.context);
  const weeksKnown = names.indexOf('weeks_known');
  const cases = casesOf(dataset, kind, answers, heldOut, members, weeksKnown);
  const shares = STACK_GROUPS.map((group) => {
    const fit = (part: keyof Cases) => {
      const own = cases[group][part];
      return bestShares(own, priorOf(group, NETWORK_PRIOR[group][part], own, members), HOLD[group]);
    };
    return [group, { weeks: fit('weeks'), total: fit('total'), mean: fit('mean') }] as const;
  });
  return { members, shares: Object.fromEntries(shares) as Stack['shares'], weeksKnown };
}

/** The network's share, and of the rest more for methods that erred less, of those that know something. */
function priorOf(
  group: StackGroup,
  network: number,
  cases: readonly StackCase[],
  members: readonly StackMember[],
): number[] {
  const weights = members.map(({ name, table }, at) => {
    if (group === 'new') return NEW_PRIOR.includes(name) ? 1 : 0;
    if (cases.length === 0) return table === 'features' && name !== 'year_ago' ? 1 : 0;
    if (cases.every(({ known }) => !known[at])) return 0;
    const alone = [0, ...members.map((_, other) => (other === at ? 1 : 0))];
    return Math.exp(-mixError(cases, alone) / ERROR_SCALE);
  });
  const whole = weights.reduce((total, weight) => total + weight, 0);
  if (whole === 0) return [1, ...weights];
  return [network, ...weights.map((weight) => ((1 - network) * weight) / whole)];
}

/** One of something for each figure that has shares of its own. */
type StackPart<T> = Record<keyof StackShares, T>;
type Cases = StackPart<StackCase[]>;

function casesOf(
  dataset: DemandDataset,
  kind: HeadKind,
  { series, quantiles }: AnswerShape,
  heldOut: HeldOutAnswers,
  members: readonly StackMember[],
  weeksKnown: number,
): Record<StackGroup, Cases> {
  const { rows } = dataset;
  const features = rows.features.length / rows.count;
  const similar = similarTable(dataset, kind);
  const width = similar.length / rows.count;
  const middle = middleOf(quantiles);
  const masses = bracketMasses(quantiles);
  const empty = (): Cases => ({ weeks: [], total: [], mean: [] });
  const found: Record<StackGroup, Cases> = { new: empty(), young: empty(), known: empty() };
  heldOut.rows.forEach((row, place) => {
    const weeks = Math.round(Math.expm1(rows.features[row * features + weeksKnown]));
    const group = weeks === 0 ? 'new' : weeks <= YOUNG_WEEKS ? 'young' : 'known';
    const product = rows.sku[row];
    const logs = members.map(({ table, column }) =>
      table === 'features' ? rows.features[row * features + column] : similar[row * width + column],
    );
    const known = logs.map((log) => !Number.isNaN(log));
    const at = (index: number, quantile: number) =>
      Math.max(0, Math.expm1(heldOut.quantiles[(place * series + index) * quantiles.length + quantile]));
    const mean = (index: number) =>
      masses.reduce((sum, mass, quantile) => sum + mass * at(index, quantile), 0);
    const parts = (own: number, times: number) => [
      own,
      ...logs.map((log) => (Number.isNaN(log) ? own : times * Math.expm1(log))),
    ];
    const add = (to: StackCase[], own: number, times: number, actual: number) => {
      if (!Number.isNaN(actual)) to.push({ expected: parts(own, times), known, actual, product });
    };
    const weekly = Array.from({ length: series - 1 }, (_, index) => index);
    const actual = rows.units.subarray(row * series, (row + 1) * series);
    weekly.forEach((index) => add(found[group].weeks, at(index, middle), 1, actual[index]));
    const total = actual[series - 1];
    add(found[group].total, at(series - 1, middle), series - 1, total);
    const means = weekly.reduce((sum, index) => sum + mean(index), 0);
    add(found[group].mean, means, series - 1, total);
  });
  return found;
}

/** Runs the graph of a stack on held-out rows, so that what calibrates is what is served. */
export async function stackedAnswers(
  dataset: DemandDataset,
  kind: HeadKind,
  { series, quantiles }: AnswerShape,
  { rows: chosen, quantiles: latent }: HeldOutAnswers,
  stack: Stack,
): Promise<StackedAnswers> {
  if (chosen.length === 0) return { quantiles: new Float32Array(), means: new Float32Array() };
  const { rows } = dataset;
  const graph = new GraphBuilder('stacked');
  const table = (name: string, values: Float32Array) => {
    const width = values.length / rows.count;
    return {
      value: graph.input(name, 'float', ['N', width]),
      tensor: new Tensor('float32', rowsAt(values, width, chosen), [chosen.length, width]),
    };
  };
  const features = table('features', rows.features);
  const analogs = table('analogs', similarTable(dataset, kind));
  const shape = [chosen.length, series, quantiles.length];
  const placed = graph.input('placed', 'float', ['N', series, quantiles.length]);
  const means = slice(meansOf(unitsOf(placed, SCALE), quantiles), 1, 0, series - 1);
  const answer = stacked({ quantiles: placed, means }, features.value, analogs.value, quantiles, stack);
  graph.output('quantiles', answer.quantiles);
  graph.output('means', answer.means);
  const session = await openOnCpu(graph.bytes());
  const feeds: Record<string, Tensor> = {
    features: features.tensor,
    analogs: analogs.tensor,
    placed: new Tensor('float32', latent, shape),
  };
  const outputs = await session.run(
    Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]])),
  );
  await session.release();
  return {
    quantiles: outputs.quantiles.data as Float32Array,
    means: outputs.means.data as Float32Array,
  };
}
