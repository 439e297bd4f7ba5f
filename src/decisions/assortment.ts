import { normalBelow, normalQuantile } from '../common/normal';
import type { Demand } from './demand';
import type { Figures } from './spanRange';

/** Equally likely states of what all products share. */
const STATES = 15;
/** Draws of a product's own variation in each state. */
const OWN = 20;
const scores = (count: number) =>
  Array.from({ length: count }, (_, at) => normalQuantile((at + 0.5) / count));
const STATE_SCORES = scores(STATES);
const OWN_SCORES = scores(OWN);
/** States between those computed, to find quantiles. */
const FINE = 400;
const FINE_PLACES = scores(FINE).map((score) => {
  const above = STATE_SCORES.findIndex((state) => state >= score);
  const right = Math.min(STATES - 1, Math.max(1, above < 0 ? STATES - 1 : above));
  const [from, to] = [STATE_SCORES[right - 1], STATE_SCORES[right]];
  return { right, share: (score - from) / (to - from) };
});
/** Quantiles are found to this relative precision, in at most so many steps. */
const EXACT = 1e-12;
const MOST_STEPS = 60;

/** A product's demand in each state of what all products share. */
export interface StateDemand {
  /** Forecast units. */
  mean: number;
  /** [STATES]: means and variances of the product's own variation in a state. */
  means: Float64Array;
  variances: Float64Array;
}

/**
 * Correlated errors: a product's normal score is sqrt(together) F + sqrt(1 - together) of its own, with one F for all
 * products (a one-factor Gaussian copula). `mean`: forecast units, which are kept, so that sums match what products
 * show; `together`, 0 to 1: correlation of its scores with others'.
 */
export function stateDemand(demand: Demand, mean: number, together: number): StateDemand {
  const own = Math.sqrt(1 - together);
  const means = new Float64Array(STATES);
  const squares = new Float64Array(STATES);
  let all = 0;
  STATE_SCORES.forEach((state, at) => {
    const shared = Math.sqrt(together) * state;
    for (const score of OWN_SCORES) {
      const units = demand.drawn(shared + own * score);
      means[at] += units / OWN;
      squares[at] += (units * units) / OWN;
    }
    all += means[at] / STATES;
  });
  // Without any draw above zero, demand is rare single units.
  if (all === 0) return { mean, means: means.fill(mean), variances: squares.fill(mean) };
  const scale = mean / all;
  const variances = squares.map((square, at) => scale ** 2 * Math.max(0, square - means[at] ** 2));
  return { mean, means: means.map((units) => scale * units), variances };
}

/**
 * The sum of many products' demand, each times a weight, as a range. In each state of what they share the products are
 * independent and their sum is approximately normal; over states it is a mixture of these.
 */
export class DemandSum {
  products = 0;
  private mean = 0;
  private readonly means = new Float64Array(STATES);
  private readonly variances = new Float64Array(STATES);

  add({ mean, means, variances }: StateDemand, weight = 1): void {
    this.products++;
    this.mean += weight * mean;
    for (let at = 0; at < STATES; at++) {
      this.means[at] += weight * means[at];
      this.variances[at] += weight ** 2 * variances[at];
    }
  }

  range(): Figures {
    return {
      p10: this.quantile(0.1),
      p50: this.quantile(0.5),
      p90: this.quantile(0.9),
      mean: this.mean,
    };
  }

  /** By Newton's method, with bisection if a step leaves the bounds. */
  quantile(share: number): number {
    const score = normalQuantile(share);
    let [low, high, units] = [0, 0, 0];
    for (let at = 0; at < STATES; at++) {
      const deviation = Math.sqrt(this.variances[at]);
      high = Math.max(high, 2 * (this.means[at] + 8 * deviation));
      units += Math.max(0, this.means[at] + score * deviation) / STATES;
    }
    const normals = this.normals();
    for (let step = 0; step < MOST_STEPS && high - low > EXACT * high; step++) {
      const short = share - atMost(normals, units);
      if (short > 0) low = units;
      else high = units;
      const next = units + short / density(normals, units);
      const moved = next > low && next < high ? next : (low + high) / 2;
      const close = Math.abs(moved - units) <= EXACT * high;
      units = moved;
      if (close) break;
    }
    return units;
  }

  /** Probability that the sum is at most `units`. */
  atMost(units: number): number {
    return atMost(this.normals(), units);
  }

  /** [FINE]: the sum in each fine state. */
  private normals(): Normals {
    const [means, deviations] = [new Float64Array(FINE), new Float64Array(FINE)];
    FINE_PLACES.forEach((place, at) => {
      means[at] = between(this.means, place);
      deviations[at] = Math.sqrt(Math.max(between(this.variances, place), Number.EPSILON));
    });
    return { means, deviations };
  }
}

/** Normal distributions, equally likely. */
interface Normals {
  means: Float64Array;
  deviations: Float64Array;
}

function atMost({ means, deviations }: Normals, units: number): number {
  let total = 0;
  for (let at = 0; at < means.length; at++) total += normalBelow((units - means[at]) / deviations[at]) / FINE;
  return total;
}

/** Density of the mixture, per unit. */
function density({ means, deviations }: Normals, units: number): number {
  let total = 0;
  for (let at = 0; at < means.length; at++) {
    const z = (units - means[at]) / deviations[at];
    total += Math.exp((-z * z) / 2) / deviations[at];
  }
  return total / (FINE * Math.sqrt(2 * Math.PI));
}

/** A figure of the states at a point between or beyond them, by linear interpolation. */
function between(figures: Float64Array, { right, share }: { right: number; share: number }): number {
  return Math.max(0, figures[right - 1] + (figures[right] - figures[right - 1]) * share);
}
