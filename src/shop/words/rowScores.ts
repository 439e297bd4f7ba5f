const FEWEST_PLACES = 1024;

/**
 * Sums by row, for a few rows among very many: a small hash table stays in the processor's nearest cache, unlike an
 * array over all rows.
 */
export class RowScores {
  /** Open addressing: index of a row among those seen, plus 1; 0 for a free place. */
  private places = new Int32Array(FEWEST_PLACES);
  private met = new Int32Array(FEWEST_PLACES / 2);
  private sums = new Float32Array(FEWEST_PLACES / 2);
  private mask = FEWEST_PLACES - 1;
  private count = 0;

  /** Removes all rows, and makes room for some. */
  clear(most: number): void {
    this.count = 0;
    let places = FEWEST_PLACES;
    while (places < most * 2) places *= 2;
    this.mask = places - 1;
    if (places <= this.places.length) this.places.fill(0, 0, places);
    else {
      this.places = new Int32Array(places);
      this.met = new Int32Array(places / 2);
      this.sums = new Float32Array(places / 2);
    }
  }

  /** Adds to a row's sum. */
  add(row: number, score: number): void {
    const { places, mask } = this;
    let at = Math.imul(row, 0x9e3779b1) >>> 7;
    for (at &= mask; ; at = (at + 1) & mask) {
      const place = places[at] - 1;
      if (place < 0) break;
      if (this.met[place] !== row) continue;
      this.sums[place] += score;
      return;
    }
    this.met[this.count] = row;
    this.sums[this.count++] = score;
    places[at] = this.count;
  }

  /** Rows in order of arrival; valid until the next `clear`. */
  get rows(): Int32Array {
    return this.met.subarray(0, this.count);
  }

  /** Their sums. */
  get scores(): Float32Array {
    return this.sums.subarray(0, this.count);
  }
}
