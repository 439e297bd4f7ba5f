import { normalBelow, normalQuantile } from '../common/normal';
import { mean } from '../common/statistics';
import type { Figures } from './spanRange';

/** Normal score of p90. */
const EDGE = normalQuantile(0.9);
/** Narrower than this, a distribution on the scale of log1p(units) is a point. */
const NARROWEST = 1e-6;
/** Equal shares of a distribution, each standing at its middle. */
const PARTS = 200;
const SCORES = Array.from({ length: PARTS }, (_, part) => normalQuantile((part + 0.5) / PARTS));
/** As many times the forecast's mean, a distribution's own contradicts it. */
const MOST_OF_MEAN = 2;
const BISECTIONS = 20;

export interface DemandShape {
  /** By how much deviations beyond p90 are longer than a normal's. */
  tail: number;
  /** True where only whole units are sold. */
  whole: boolean;
}

/**
 * The demand of a span as a distribution. log1p(units) is normal below and above the median, each side with its own
 * deviation so that p10, p50 and p90 are met; beyond p90 it is longer by `tail`. Where units are whole a draw is rounded,
 * which leaves rare demand with its zeros. A forecast's mean is fitted apart from its quantiles: where these would give
 * more than twice of it, the upper side is drawn in until they do not.
 */
export class Demand {
  readonly whole: boolean;
  private readonly tail: number;
  private readonly middle: number;
  /** Distances of p10 and of p90 from the median on the scale of log1p(units). */
  private readonly below: number;
  private readonly above: number;
  private found: Float64Array | null = null;

  constructor(range: Figures, { tail, whole }: DemandShape) {
    this.whole = whole;
    this.tail = tail;
    this.middle = Math.log1p(range.p50);
    this.below = Math.max(NARROWEST, this.middle - Math.log1p(range.p10));
    const above = Math.max(NARROWEST, Math.log1p(range.p90) - this.middle);
    this.above = range.mean > 0 ? this.drawnIn(above, MOST_OF_MEAN * range.mean) : above;
  }

  /** [PARTS]: what is demanded in each part, ascending. */
  private get parts(): Float64Array {
    return (this.found ??= this.partsWith(this.above));
  }

  /** Quantiles and mean of the distribution, in units. */
  get range(): Figures {
    return {
      p10: this.quantile(0.1),
      p50: this.quantile(0.5),
      p90: this.quantile(0.9),
      mean: mean(this.parts),
    };
  }

  /** Units that demand stays at or below with probability `share`, between 0 and 1; not rounded. */
  quantile(share: number): number {
    return this.at(normalQuantile(share), this.above);
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

  /** What is sold of `units` in stock, and what of demand is not met, on average. */
  met(units: number): { sold: number; short: number } {
    let sold = 0;
    let short = 0;
    for (const demanded of this.parts) {
      sold += Math.min(demanded, units);
      short += Math.max(0, demanded - units);
    }
    return { sold: sold / PARTS, short: short / PARTS };
  }

  /** Demand at a normal score, in units as they are sold. */
  drawn(score: number): number {
    return this.asSold(this.at(score, this.above));
  }

  private drawnIn(above: number, most: number): number {
    if (mean(this.partsWith(above)) <= most) return above;
    let [low, high] = [NARROWEST, above];
    for (let step = 0; step < BISECTIONS; step++) {
      const between = (low + high) / 2;
      if (mean(this.partsWith(between)) > most) high = between;
      else low = between;
    }
    return low;
  }

  private partsWith(above: number): Float64Array {
    const parts = new Float64Array(PARTS);
    for (let part = 0; part < PARTS; part++) parts[part] = this.asSold(this.at(SCORES[part], above));
    return parts;
  }

  private at(score: number, above: number): number {
    const edges = score / EDGE;
    const stretched = edges <= 1 ? edges : 1 + (edges - 1) * this.tail;
    const latent = this.middle + stretched * (stretched < 0 ? this.below : above);
    return Math.max(0, Math.expm1(latent));
  }

  private asSold(units: number): number {
    return this.whole ? Math.round(units) : units;
  }
}
