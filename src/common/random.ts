import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Initial numbers to discard: those of small seeds are nearly equal. */
const SETTLING = 20;

/** Seeded random numbers: xoroshiro128+ (Blackman and Vigna 2018). The same seed gives the same numbers everywhere. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
    for (let draw = 0; draw < SETTLING; draw += 1) this.generator.next();
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return (this.generator.next() >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)];
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends Int32Array | unknown[]>(values: T): T {
    for (let index = values.length - 1; index > 0; index -= 1) {
      const other = this.below(index + 1);
      [values[index], values[other]] = [values[other], values[index]];
    }
    return values;
  }

  /** Fills with 0 at the given rate, to the nearest 1/256, and with 1 / (1 - rate) elsewhere: a dropout mask. */
  mask(values: Float32Array, rate: number): Float32Array {
    const threshold = Math.round(rate * 256);
    const keep = 256 / (256 - threshold);
    let bits = 0;
    for (let index = 0; index < values.length; index += 1) {
      bits = index % 4 === 0 ? this.generator.next() : bits >>> 8;
      values[index] = (bits & 255) < threshold ? 0 : keep;
    }
    return values;
  }
}
