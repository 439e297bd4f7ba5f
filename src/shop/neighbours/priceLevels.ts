import { PRICE_PENALTY, TEMPERATURE } from './likeness';
import { LEVEL, LOG_PRICE, MEAN, TREND, ZEROS } from './levelColumns';

/** Bin width of log prices. */
const STEP = 1 / 64;
const LOWEST = -12;
const BINS = 36 / STEP;
/** Level, mean, zeros, trend, then how many. */
const SUMMED = 5;

/** Weight of a product by the distance of its log price in steps. */
const WEIGHTS = Float64Array.from({ length: BINS }, (_, steps) =>
  Math.exp((-steps * STEP * PRICE_PENALTY) / TEMPERATURE),
);

/** What all products of a shop sell, weighted by price: those with a similar price count most. */
export class PriceLevels {
  private readonly sums = new Float64Array(BINS * SUMMED);
  private lowest = BINS;
  private highest = -1;
  /** Cache, by bin; cleared by a change. */
  private readonly found = new Map<number, Float32Array>();

  /** Adds a product's levels at `at` or, with -1, subtracts them; nothing if one of them is unknown. */
  add(values: Float32Array, at: number, sign: 1 | -1): void {
    const [level, mean, zeros, trend] = [LEVEL, MEAN, ZEROS, TREND].map((column) => values[at + column]);
    const price = values[at + LOG_PRICE];
    if (Number.isNaN(level + mean + zeros + trend + price)) return;
    const bin = binOf(price);
    [level, mean, zeros, trend, 1].forEach(
      (value, place) => (this.sums[bin * SUMMED + place] += sign * value),
    );
    this.lowest = Math.min(this.lowest, bin);
    this.highest = Math.max(this.highest, bin);
    this.found.clear();
  }

  /**
   * Level, zeros, trend and log1p(mean) for a log price, over all products equally if it is NaN; NaN for an empty shop.
   */
  at(price: number): Float32Array {
    const bin = Number.isNaN(price) ? -1 : binOf(price);
    const known = this.found.get(bin);
    if (known) return known;
    const totals = new Float64Array(SUMMED);
    for (let other = this.lowest; other <= this.highest; other++) {
      if (this.sums[other * SUMMED + SUMMED - 1] === 0) continue;
      const weight = bin < 0 ? 1 : WEIGHTS[Math.abs(other - bin)];
      for (let place = 0; place < SUMMED; place++)
        totals[place] += weight * this.sums[other * SUMMED + place];
    }
    const [level, mean, zeros, trend, count] = totals;
    const answer = Float32Array.of(level / count, zeros / count, trend / count, Math.log1p(mean / count));
    this.found.set(bin, answer);
    return answer;
  }
}

function binOf(price: number): number {
  return Math.max(0, Math.min(BINS - 1, Math.round((price - LOWEST) / STEP)));
}
