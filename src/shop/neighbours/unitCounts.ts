/** Bits of a float32 that a bin does not tell apart: all but sign, exponent and the first seven after the point. */
const DROPPED = 16;
const BINS = 1 << (32 - DROPPED - 1);

/** How often positive numbers of about the same size are there; whole ones up to 256 are told apart. */
export class UnitCounts {
  private readonly counts = new Uint32Array(BINS);
  private readonly number = new Float32Array(1);
  private readonly bits = new Uint32Array(this.number.buffer);
  private total = 0;

  /** Takes a number in or, with -1, out again; passes over those that are not positive. */
  add(value: number, sign: 1 | -1): void {
    if (!(value > 0)) return;
    this.number[0] = value;
    this.counts[this.bits[0] >>> DROPPED] += sign;
    this.total += sign;
  }

  /** The quantile, rounded down to where its bin begins; 0 where there is none. */
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
