import { normalBelow, normalQuantile } from '../common/normal';
import { mean } from '../common/statistics';
import type { Figures } from './spanRange';

/** Normal score of p90. */
const EDGE = normalQuantile(0.9);
/** A distribution narrower than this on the scale of log1p(units) is a point. */
const NARROWEST = 1e-6;
/** Equal parts of a distribution, each represented by its middle. */
const PARTS = 200;
const SCORES = Array.from({ length: PARTS }, (_, part) => normalQuantile((part + 0.5) / PARTS));

export interface DemandShape {
  /** Factor by which deviations beyond p90 are longer than a normal's. */
  tail: number;
  /** Whether only whole units are sold. */
  whole: boolean;
  /** Whether the forecast's mean is kept, instead of the mean of the distribution given by its quantiles. */
  meanHolds?: boolean;
}

/**
 * The distribution of demand over a span of weeks. log1p(units) is normal below and above the median, each side with
 * its own deviation so that p10, p50 and p90 are met; beyond p90 it is stretched by `tail`. For whole units draws are
 * rounded, so that rare demand keeps its zeros. A forecast's mean is fitted separately from its quantiles: if it is
 * kept, the expected units sold and short are scaled to it.
 */
export class Demand {
  readonly whole: boolean;
  private readonly tail: number;
  private readonly meanHolds: boolean;
  private readonly middle: number;
  /** Distances of p10 and of p90 from the median on the scale of log1p(units). */
  private readonly below: number;
  private readonly above: number;
  private found: Float64Array | null = null;

  constructor(
    private readonly forecast: Figures,
    { tail, whole, meanHolds = false }: DemandShape,
  ) {
    const { p10, p50, p90 } = forecast;
    this.whole = whole;
    this.tail = tail;
    this.meanHolds = meanHolds;
    this.middle = Math.log1p(p50);
    this.below = Math.max(NARROWEST, this.middle - Math.log1p(p10));
    this.above = Math.max(NARROWEST, Math.log1p(p90) - this.middle);
  }

  /** [PARTS]: demand in each part, ascending. */
  private get parts(): Float64Array {
    return (this.found ??= Float64Array.from(SCORES, (score) => this.drawn(score)));
  }

  /** Quantiles and mean, in units. */
  get range(): Figures {
    const { p10, p50, p90, mean: foreseen } = this.forecast;
    return { p10, p50, p90, mean: this.meanHolds ? foreseen : mean(this.parts) };
  }

  /** Units that demand does not exceed with probability `share`, between 0 and 1; not rounded. */
  quantile(share: number): number {
    return this.at(normalQuantile(share));
  }

  /** The smallest stock that meets all demand with probability `share`, in whole units if only those are sold. */
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

  /** Expected units sold of `units` in stock, and expected unmet demand: they add up to the mean. */
  met(units: number): { sold: number; short: number } {
    const { mean: all } = this.range;
    const drawn = mean(this.parts);
    const sold = mean(this.parts.map((demanded) => Math.min(demanded, units)));
    // Without any draw above zero, demand is rare single units.
    const met = Math.min(units, all, drawn > 0 ? (all / drawn) * sold : units);
    return { sold: met, short: all - met };
  }

  /** Demand at a normal score, in whole units if only those are sold. */
  drawn(score: number): number {
    return this.asSold(this.at(score));
  }

  private at(score: number): number {
    const edges = score / EDGE;
    const stretched = edges <= 1 ? edges : 1 + (edges - 1) * this.tail;
    const latent = this.middle + stretched * (stretched < 0 ? this.below : this.above);
    return Math.max(0, Math.expm1(latent));
  }

  private asSold(units: number): number {
    return this.whole ? Math.round(units) : units;
  }
}
