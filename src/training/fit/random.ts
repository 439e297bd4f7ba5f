/**
 * Seeded random numbers: xoshiro128** (Blackman and Vigna 2018, prng.di.unimi.it), its state filled from the seed by
 * splitmix32. The same seed gives the same numbers everywhere.
 */
export class Random {
  private readonly state = new Uint32Array(4);

  constructor(seed: number) {
    let mixed = seed >>> 0;
    for (let index = 0; index < 4; index += 1) {
      mixed = (mixed + 0x9e3779b9) >>> 0;
      let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.state[index] = word ^ (word >>> 15);
    }
  }

  /** 32 random bits. */
  bits(): number {
    const { state } = this;
    const product = Math.imul(state[1], 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return result;
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<T extends Int32Array | number[]>(values: T): T {
    for (let index = values.length - 1; index > 0; index -= 1) {
      const other = this.below(index + 1);
      [values[index], values[other]] = [values[other], values[index]];
    }
    return values;
  }

  /** Fills with 0 at the given rate and 1 / (1 - rate) elsewhere: a dropout mask. */
  mask(values: Float32Array, rate: number): Float32Array {
    const threshold = Math.round(rate * 256);
    const keep = 256 / (256 - threshold);
    let bits = 0;
    for (let index = 0; index < values.length; index += 1) {
      bits = index % 4 === 0 ? this.bits() : bits >>> 8;
      values[index] = (bits & 255) < threshold ? 0 : keep;
    }
    return values;
  }
}
