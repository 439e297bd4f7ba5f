import { deviation, mean } from '../../common/statistics';
import { headInputs, fitLinearHead, linearAnswer, type ScaledItems } from './linearHead';

/**
 * How well an encoder's vectors predict the target of items that it was not tuned on, compared with the original
 * encoder.
 */
export interface TuningVerdict {
  /** Number of items that it was tuned on, and of others that judged it. */
  items: number;
  judged: number;
  /** Share of the target's variance that stays unexplained, before and after. */
  before: number;
  after: number;
  /** The reduction, with its 95% interval. */
  gain: { mean: number; low: number; high: number };
}

/** Number of similar items that predict one, and the temperature of similarities: as for the shop's neighbours. */
const NEAREST = 30;
const SPREAD = 0.2;
const SURE = 1.96;
/** More items than these do not improve the judgement, or the comparison. */
const MOST = { judging: 2000, known: 10_000 };

/**
 * Compares vectors before and after, row-major [R, D] each. The prediction from words is the mean of a ridge regression
 * and of the targets of the nearest items, both only from the rows `seen`; rows `held` judge.
 */
export function tuningVerdict(
  [before, after]: readonly [Float32Array, Float32Array],
  dimension: number,
  scaled: ScaledItems,
  seen: readonly number[],
  held: readonly number[],
): TuningVerdict {
  const judging = spreadOver(held, MOST.judging);
  const [first, second] = [before, after].map((vectors) =>
    squaredErrors(vectors, dimension, scaled, seen, judging),
  );
  const gains = first.map((error, at) => error - second[at]);
  const gain = mean(gains);
  const half = (SURE * deviation(gains)) / Math.sqrt(gains.length);
  return {
    items: seen.length,
    judged: judging.length,
    before: mean(first),
    after: mean(second),
    gain: { mean: gain, low: gain - half, high: gain + half },
  };
}

function squaredErrors(
  vectors: Float32Array,
  dimension: number,
  scaled: ScaledItems,
  seen: readonly number[],
  held: readonly number[],
): number[] {
  const inputs = headInputs(vectors, dimension, scaled);
  const head = fitLinearHead(inputs, scaled.targets, seen);
  const known = spreadOver(seen, MOST.known);
  const errors = held.map((row) => {
    const linear = linearAnswer(head, inputs, row);
    const alike = answerOfNearest(vectors, dimension, scaled.targets, known, row);
    return (linear + alike) / 2 - scaled.targets[row];
  });
  // Held-out items may be higher or lower as a whole: new products sell differently from known ones.
  const shift = mean(errors);
  return errors.map((error) => (error - shift) ** 2);
}

/** At most this many of some rows, evenly spaced. */
function spreadOver(rows: readonly number[], most: number): readonly number[] {
  const step = rows.length / most;
  return step <= 1 ? rows : Array.from({ length: most }, (_, at) => rows[Math.floor(at * step)]);
}

function answerOfNearest(
  vectors: Float32Array,
  dimension: number,
  targets: Float32Array,
  seen: readonly number[],
  row: number,
): number {
  const similarities = seen.map((other) => {
    let dot = 0;
    for (let at = 0; at < dimension; at += 1)
      dot += vectors[row * dimension + at] * vectors[other * dimension + at];
    return { other, dot };
  });
  const nearest = similarities.sort((a, b) => b.dot - a.dot).slice(0, NEAREST);
  let [sum, weights] = [0, 0];
  for (const { other, dot } of nearest) {
    const weight = Math.exp((dot - 1) / SPREAD);
    sum += weight * targets[other];
    weights += weight;
  }
  return sum / weights;
}
