import { FEWEST_OF_AN_INTERVAL } from '../contract/evaluation/comparison';
import type { AccuracyDifference, AccuracyFigures } from '../contract/monitoring';
import { ratio } from '../evaluation/metrics/point';
import { roundHalfEven } from '../evaluation/metrics/quantiles';
import type { RecordedStep } from '../registry/forecasts/forecastRows';

/** z of a 95% interval. */
const WITHIN = 1.96;

/** Accumulates errors of forecasts; the figures are those of evaluation/metrics. */
export class ErrorSums {
  forecasts = 0;
  units = 0;
  absolute = 0;
  private signed = 0;
  private covered = 0;
  private readonly simple = { units: 0, absolute: 0, signed: 0 };

  add(actual: number, { p10, p50, p90, simple }: RecordedStep): void {
    this.forecasts++;
    this.units += actual;
    this.absolute += Math.abs(p50 - actual);
    this.signed += p50 - actual;
    if (actual >= roundHalfEven(p10) && actual <= roundHalfEven(p90)) this.covered++;
    if (Number.isNaN(simple)) return;
    this.simple.units += actual;
    this.simple.absolute += Math.abs(simple - actual);
    this.simple.signed += simple - actual;
  }

  model(): AccuracyFigures {
    return {
      wape: ratio(this.absolute, this.units),
      bias: ratio(this.signed, this.units),
      coverage: this.forecasts > 0 ? this.covered / this.forecasts : null,
    };
  }

  /** For those forecasts for which the simple method had one. */
  simpleMethod(): AccuracyFigures {
    const { units, absolute, signed } = this.simple;
    return { wape: ratio(absolute, units), bias: ratio(signed, units), coverage: null };
  }
}

/**
 * A ratio of two sums over products, such as a difference of errors over units sold, with its interval (Cochran 1977,
 * Sampling Techniques, 6.4: the linearised variance of a ratio estimator). A product counts as one observation.
 */
export class ProductRatio {
  products = 0;
  private above = 0;
  private below = 0;
  private squares = 0;
  private belowSquares = 0;
  private mixed = 0;

  add(numerator: number, denominator: number): void {
    this.products++;
    this.above += numerator;
    this.below += denominator;
    this.squares += numerator ** 2;
    this.belowSquares += denominator ** 2;
    this.mixed += numerator * denominator;
  }

  /** Null if nothing was sold. */
  get ratio(): number | null {
    return ratio(this.above, this.below);
  }

  /** Null if nothing was sold or there are fewer than five products. */
  interval(z = WITHIN): AccuracyDifference | null {
    const { products: n, above, below } = this;
    if (n < FEWEST_OF_AN_INTERVAL || !(below > 0)) return null;
    const difference = above / below;
    const spread = this.squares - 2 * difference * this.mixed + difference ** 2 * this.belowSquares;
    const error = Math.sqrt((Math.max(0, spread) * n) / (n - 1)) / below;
    return { products: n, difference, low: difference - z * error, high: difference + z * error };
  }
}
