import type { Value } from '../../graph/builder';
import {
  add,
  concat,
  exp,
  greater,
  isNaN,
  log,
  maximum,
  minimum,
  mul,
  reshape,
  slice,
  sub,
  where,
} from '../../graph/ops';
import { aroundMiddle, type AnswerShape, middleOf } from '../network/answers';
import type { HeldOut } from './calibration';

/** How far the middle quantile and the mean of records without history are moved to what similar products sell. */
export interface Leaning {
  /** Of the head's analog features, the column with log1p of their mean weekly units. */
  column: number;
  /** 0: not at all; 1: it becomes that level. */
  weight: number;
  /** What keeps the sum of their means. */
  keptSum: number;
}

/** What a graph knows of the launches among its records. */
export interface Launches {
  /** [N, 1]: log1p of the mean weekly units of similar products, NaN where there are none. */
  similar: Value;
  /** [N, 1]: 0 for a launch. */
  hasHistory: Value;
}

/** A held-out record with the level of its analogs, log1p(weekly units); NaN where it has none. */
export interface HeldOutLaunch extends HeldOut {
  level: number;
}

const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
/** Fewer held-out launches say too little. */
const FEWEST = 30;

/** Further than half the way the average is not believed. */
const FARTHEST = 0.5;

/**
 * The weight with the least error of the middle quantiles of launches held out, in (exp(power x) - 1) / power as in training;
 * a half at most. A network and an average of similar products err differently, and launches are few to learn from.
 */
export function bestWeight(
  launches: readonly HeldOutLaunch[],
  { quantiles }: AnswerShape,
  power: number,
): number {
  const known = launches.filter(({ level }) => !Number.isNaN(level));
  if (known.length < FEWEST) return 0;
  const middle = middleOf(quantiles);
  const bend = (x: number) => (power === 0 ? x : Math.expm1(power * x) / power);
  const error = (weight: number) =>
    known.reduce(
      (sum, { quantiles: latent, actual, level }) =>
        sum +
        actual.slice(0, -1).reduce((part, units, week) => {
          if (Number.isNaN(units)) return part;
          const own = latent[week * quantiles.length + middle];
          return part + Math.abs(bend(Math.log1p(units)) - bend(own + weight * (level - own)));
        }, 0),
      0,
    );
  const errors = WEIGHTS.map(error);
  return Math.min(FARTHEST, WEIGHTS[errors.indexOf(Math.min(...errors))]);
}

/**
 * Quantiles [N, S, Q] of which the middle one leans towards what similar products sell in records without history, but
 * never past its neighbours.
 */
export function lean(
  latent: Value,
  { similar, hasHistory }: Launches,
  weight: number,
  { series, quantiles }: AnswerShape,
): Value {
  const weeks = Array.from({ length: series - 1 }, () => similar);
  const total = log(add(mul(sub(exp(similar), 1), series - 1), 1));
  const targets = reshape(concat([...weeks, total], 1), ['N', series, 1]);
  const { below, middle, above } = aroundMiddle(latent, quantiles);
  const shift = mul(sub(targets, middle), weight);
  const known = reshape(greater(hasHistory, 0.5), ['N', 1, 1]);
  let moved = add(middle, where(known, 0, where(isNaN(shift), 0, shift)));
  if (below) moved = maximum(moved, last(below));
  if (above) moved = minimum(moved, slice(above, -1, 0, 1));
  return concat([...(below ? [below] : []), moved, ...(above ? [above] : [])], -1);
}

function last(x: Value): Value {
  const size = x.shape[x.shape.length - 1] as number;
  return slice(x, -1, size - 1, size);
}
