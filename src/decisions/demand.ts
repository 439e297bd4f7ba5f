import { normalBelow, normalQuantile } from '../common/normal';
import type { Figures } from './spanRange';

/** Normal score of p90. */
const EDGE = normalQuantile(0.9);
/** Narrower than this, a distribution on the scale of log1p(units) is a point. */
const NARROWEST = 1e-6;
/** Equal shares of a distribution, each standing at its middle. */
const PARTS = 200;
const SCORES = Array.from({ length: PARTS }, (_, part) => normalQuantile((part + 0.5) / PARTS));

export interface DemandShape {
  /** By how much deviations beyond p90 are longer than a normal's. */
  tail: number;
  /** True where only whole units are sold. */
  whole: boolean;
}

/**
 * The demand of a span as a distribution. log1p(units) is normal below and above the median, each side with its own
 * deviation so that p10, p50 and p90 are met; beyond p90 it is longer by `tail`. Where units are whole a draw is rounded,
 * which leaves rare demand with its zeros.
 */
export class Demand {
  readonly whole: boolean;
  private readonly tail: number;
  private readonly middle: number;
  /** Distances of p10 and of p90 from the median on the scale of log1p(units). */
  private readonly below: number;
  private readonly above: number;
  private parts: Float64Array | null = null;

  constructor(
    readonly range: Figures,
    { tail, whole }: DemandShape,
  ) {
    this.whole = whole;
    this.tail = tail;
    this.middle = Math.log1p(range.p50);
    this.below = Math.max(NARROWEST, this.middle - Math.log1p(range.p10));
    this.above = Math.max(NARROWEST, Math.log1p(range.p90) - this.middle);
  }

  /** Units that demand stays at or below with probability `share`, between 0 and 1; not rounded. */
  quantile(share: number): number {
    return this.at(normalQuantile(share));
  }

  /** The least stock that meets all demand with probability `share`, in units as they are sold. */
  stockFor(share: number): number {
    const units = this.quantile(share);
    return this.whole ? Math.max(0, Math.ceil(units - 0.5)) : units;
  }

  /** Probability that demand is at most `units`. */
  atMost(units: number): number {
    if (units < 0) return 0;
    const edge = this.whole ? Math.floor(units) + 0.5 : units;
    const distance = Math.log1p(edge) - this.middle;
    if (distance <= 0) return normalBelow((EDGE * distance) / this.below);
    const score = distance / this.above;
    return normalBelow(EDGE * (score <= 1 ? score : 1 + (score - 1) / this.tail));
  }

  /**
   * What is sold of `units` in stock on average. The distribution tells which share of demand is met, the forecast's mean
   * how much that is.
   */
  sold(units: number): number {
    this.parts ??= Float64Array.from(SCORES, (score) => this.drawn(score));
    let demand = 0;
    let met = 0;
    for (const drawn of this.parts) {
      demand += drawn;
      met += Math.min(drawn, units);
    }
    const { mean } = this.range;
    return Math.min(units, demand > 0 ? (mean * met) / demand : mean);
  }

  /** Demand at a normal score, in units as they are sold. */
  drawn(score: number): number {
    const units = this.at(score);
    return this.whole ? Math.round(units) : units;
  }

  private at(score: number): number {
    const edges = score / EDGE;
    const stretched = edges <= 1 ? edges : 1 + (edges - 1) * this.tail;
    const latent = this.middle + stretched * (stretched < 0 ? this.below : this.above);
    return Math.max(0, Math.expm1(latent));
  }
}
