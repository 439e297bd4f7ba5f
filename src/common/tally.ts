/** How often each value was seen. Most tallies see only one value: further ones need a map. */
export class Tally<T extends string | number> {
  private first: T | undefined;
  private firstCount = 0;
  private others: Map<T, number> | undefined;

  add(value: T, count = 1): void {
    if (this.firstCount === 0) this.first = value;
    if (value === this.first) {
      this.firstCount += count;
      return;
    }
    this.others ??= new Map();
    this.others.set(value, (this.others.get(value) ?? 0) + count);
  }

  get size(): number {
    return (this.firstCount > 0 ? 1 : 0) + (this.others?.size ?? 0);
  }

  *entries(): Generator<[T, number]> {
    if (this.firstCount > 0) yield [this.first!, this.firstCount];
    if (this.others) yield* this.others;
  }

  /** The most frequent value, the smallest among equals; null if none was seen. */
  mode(): T | null {
    let best: T | null = null;
    let most = 0;
    for (const [value, count] of this.entries()) {
      if (count > most || (count === most && value < best!)) [best, most] = [value, count];
    }
    return best;
  }
}

/** Values that were seen: none, a single one as it is, or a tally of several. Millions of weeks have a single one. */
export type Seen<T extends string | number> = T | Tally<T> | undefined;

/** The same with one more. */
export function andSeen<T extends string | number>(before: Seen<T>, value: T): Seen<T> {
  if (before === undefined) return value;
  const tally = before instanceof Tally ? before : tallyOf(before);
  tally.add(value);
  return tally;
}

export function tallyOf<T extends string | number>(seen: Seen<T>): Tally<T> {
  if (seen instanceof Tally) return seen;
  const tally = new Tally<T>();
  if (seen !== undefined) tally.add(seen);
  return tally;
}

/** The most frequent value, the smallest among equals; null without values. */
export function mostFrequent<T extends string | number>(values: Iterable<T>): T | null {
  const tally = new Tally<T>();
  for (const value of values) tally.add(value);
  return tally.mode();
}

/** The median of the numbers seen, each as often as it was seen; NaN when none was. */
export function medianOf(tally: Tally<number>): number {
  const sorted = [...tally.entries()].sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return NaN;
  const ranked = (rank: number): number => {
    let seen = 0;
    for (const [value, count] of sorted) {
      seen += count;
      if (rank < seen) return value;
    }
    return NaN;
  };
  return (ranked(Math.floor((total - 1) / 2)) + ranked(Math.floor(total / 2))) / 2;
}

/** The median of numbers, the most frequent of words; null without values. */
export function typicalOf(tally: Tally<number | string>): number | string | null {
  const mode = tally.mode();
  return typeof mode === 'number' ? medianOf(tally as Tally<number>) : mode;
}
