import { recordOf } from '../../common/keysOf';
import { sizeAt } from '../../graph/shapes';
import { type Nearness, STACK_GROUPS, type StackGroup, type StackParts } from '../../contract/stackParts';
import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  div,
  exp,
  greater,
  isNaN,
  log,
  maximum,
  mul,
  reduceSum,
  reshape,
  slice,
  sub,
  where,
} from '../../graph/ops';
import { aroundMiddle } from '../network/answers';
import { type CategoryLift, liftedIn } from './categoryLift';
import { historyGroups, ofOwnGroup } from './historyGroups';
import { type HeadNearness, nearerIn } from './nearness';
import { memberUnits, type StackMember } from './stackMember';

/** Smaller shares are not reported. */
const SHOWN = 0.005;

export interface Stack {
  members: StackMember[];
  /** Names of models that forecast each week and the total themselves. */
  models: string[];
  /**
   * Shares of the network, first, of each member, then of each further model, adding up to 1. The same for medians of
   * weeks and of the total and for means, so that a product's figures are consistent.
   */
  shares: Record<StackGroup, number[]>;
  /** How the mix for a product without history depends on the similarity of others; null: not at all. */
  nearness: HeadNearness | null;
  /** The effect of categories on it; null: none. */
  categories: CategoryLift | null;
  /** Column of the features with log1p(weeks of history). */
  weeksKnown: number;
}

/** The reported shares of a stack: those that are large enough, largest first. */
export function partsOf({ members, models, shares }: Stack): Record<StackGroup, StackParts> {
  const names = ['network', ...members.map(({ name }) => name), ...models];
  const told = (of: readonly number[]) =>
    names
      .map((name, at) => ({ name, weight: Math.round(of[at] * 1000) / 1000 }))
      .filter(({ weight }) => weight >= SHOWN)
      .sort((a, b) => b.weight - a.weight);
  return recordOf(STACK_GROUPS, (group) => {
    const parts = told(shares[group]);
    return { weeks: parts, total: parts, mean: parts };
  });
}

/** How the mix for products without history depends on the similarity of others; undefined if it does not. */
export function nearnessOf({ nearness }: Stack): Nearness | undefined {
  return nearness ? { typical: nearness.typical, twins: nearness.twins } : undefined;
}

/** The input of a stack: placed quantiles [N, S, Q], log1p(units), and the weeks' means [N, S - 1] in units. */
export interface Stacked {
  quantiles: Value;
  means: Value;
}

/** What the other parts of a stack know about records. */
export interface StackInputs {
  features: Value;
  analogs: Value | null;
  /** For each model, log1p(units) of each week and of the total, [N, S]. */
  models: readonly Value[];
}

/**
 * The network's answers mixed with those of simple methods. The middle quantile and the means become the mix; lower
 * quantiles keep their distance from it on the scale of logarithms; the distance of upper ones grows with the square
 * root of the middle, as the scatter of counts does. A member without a forecast leaves its share to the network.
 */
export function stacked(
  { quantiles, means }: Stacked,
  { features, analogs, models }: StackInputs,
  levels: readonly number[],
  stack: Stack,
): Stacked {
  const members = memberUnits(stack.members, features, analogs);
  const groups = historyGroups(features, stack.weeksKnown);
  const weeks = sizeAt(means, 1);
  const { own, others } = mixOf(members, groups, stack);
  const near = nearMix(groups, features, analogs, stack);
  const { below, middle, above } = aroundMiddle(maximum(quantiles, 0), levels);
  // Medians of the weeks and of their total, then the weeks' means.
  const [rows] = means.shape;
  const network = concat([sub(exp(reshape(middle, [rows, weeks + 1])), 1), means], 1);
  const units = models.map((model) => sub(exp(maximum(model, 0)), 1));
  const told = units.map((each) => concat([each, addingUp(each)], 1));
  const times = Array.from({ length: 2 * weeks + 1 }, (_, column) => (column === weeks ? weeks : 1));
  const mixed = near(add(mul(network, own), others(told, times)), times);
  return {
    quantiles: quantilesAround(slice(mixed, 1, 0, weeks + 1), { below, middle, above }),
    means: slice(mixed, 1, weeks + 1, 2 * weeks + 1),
  };
}

/** A model's weeks [N, S - 1] in units, scaled to add up to its total, the last of [N, S]. */
function addingUp(units: Value): Value {
  const weeks = sizeAt(units, 1) - 1;
  const each = slice(units, 1, 0, weeks);
  const sum = reduceSum(each, [1], true);
  const total = slice(units, 1, weeks, weeks + 1);
  const even = mul(total, 1 / weeks);
  return where(greater(sum, 1e-6), mul(each, div(total, maximum(sum, 1e-6))), even);
}

/**
 * The network's share [N, 1], and the units [N, K] of all others times their shares: members repeated `times` [K],
 * models as given.
 */
interface Mix {
  own: Value;
  others(models: readonly Value[], times: readonly number[]): Value;
}

function mixOf(members: Value, groups: Value, { shares }: Stack): Mix {
  const all = ofOwnGroup(
    groups,
    STACK_GROUPS.map((group) => shares[group]),
  );
  const width = sizeAt(all, 1);
  const first = 1 + sizeAt(members, 1);
  const given = where(isNaN(members), 0, slice(all, 1, 1, first));
  const simple = reduceSum(mul(where(isNaN(members), 0, members), given), [1], true);
  const taken = reduceSum(given, [1], true);
  return {
    own: sub(1, first < width ? add(taken, reduceSum(slice(all, 1, first, width), [1], true)) : taken),
    others: (models, times) =>
      models.reduce(
        (sum, model, at) => add(sum, mul(model, slice(all, 1, first + at, first + at + 1))),
        mul(simple, rowOf(simple, times)),
      ),
  };
}

/** Mixed units of `times` [K] weeks, [N, K], adjusted by the similarity of others and by categories. */
function nearMix(
  groups: Value,
  features: Value,
  analogs: Value | null,
  { nearness, categories }: Stack,
): (units: Value, times: readonly number[]) => Value {
  const isNew = slice(groups, 1, 0, 1);
  const steps = [
    ...(nearness && analogs ? [nearerIn(analogs, isNew, nearness)] : []),
    ...(categories ? [liftedIn(features, isNew, categories)] : []),
  ];
  if (steps.length === 0) return (units) => units;
  return (units, times) => {
    const weekly = times.map((count) => 1 / count);
    return mul(
      steps.reduce((value, step) => step(value), mul(units, rowOf(units, weekly))),
      rowOf(units, times),
    );
  };
}

/** Quantiles [N, S, Q] around the adjusted middle, [N, S] in units. */
function quantilesAround(units: Value, { below, middle, above }: ReturnType<typeof aroundMiddle>): Value {
  const mixed = reshape(log(add(units, 1)), middle.shape);
  const share = where(greater(middle, 1e-6), div(mixed, maximum(middle, 1e-6)), 1);
  const moved = exp(mul(sub(mixed, middle), 0.5));
  const distance = (above: Value) => mul(sub(exp(above), exp(middle)), moved);
  return concat(
    [...(below ? [mul(below, share)] : []), mixed, ...(above ? [log(add(exp(mixed), distance(above)))] : [])],
    -1,
  );
}

function rowOf({ graph }: Value, values: readonly number[]): Value {
  return graph.constant(Float32Array.from(values), [1, values.length]);
}
