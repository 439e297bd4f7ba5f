/** Bits of a float32 that a bin ignores: all but sign, exponent and the first seven of the fraction. */
const DROPPED = 16;
const BINS = 1 << (32 - DROPPED - 1);

/** A histogram of positive numbers with relative precision; integers up to 256 have separate bins. */
export class UnitCounts {
  private readonly counts = new Uint32Array(BINS);
  private readonly number = new Float32Array(1);
  private readonly bits = new Uint32Array(this.number.buffer);
  private total = 0;

  /** Adds a number or, with -1, removes it; numbers that are not positive are ignored. */
  add(value: number, sign: 1 | -1): void {
    if (!(value > 0)) return;
    this.number[0] = value;
    this.counts[this.bits[0] >>> DROPPED] += sign;
    this.total += sign;
  }

  /** The quantile, rounded down to the start of its bin; 0 if empty. */
  quantile(level: number): number {
    if (this.total === 0) return 0;
    let left = Math.floor((this.total - 1) * level);
    for (let bin = 0; bin < BINS; bin++) {
      if (left < this.counts[bin]) {
        this.bits[0] = bin << DROPPED;
        return this.number[0];
      }
      left -= this.counts[bin];
    }
    return 0;
  }
}
