import { Random } from '../common/random';

/** Seeded draws from the distributions that the demo shop is made of. */
export class ShopRandom extends Random {
  /** Standard normal, by Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** A count with this mean and the variance mean + mean^2 / dispersion: a Poisson whose mean is gamma-distributed. */
  negativeBinomial(mean: number, dispersion: number): number {
    return this.poisson((this.gamma(dispersion) * mean) / dispersion);
  }

  /** Gamma with scale 1, by Marsaglia and Tsang (2000); shape >= 1. */
  private gamma(shape: number): number {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** By multiplying uniforms; beyond a mean of 60 by the rounded normal, which is close enough there. */
  private poisson(mean: number): number {
    if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    return count;
  }
}
