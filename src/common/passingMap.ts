/** Deletions after which a new Map is worthwhile, however few entries there are. */
const MANY = 64;

/**
 * A Map that many entries pass through while few are in it at a time, such as all requests in progress. When V8's Map
 * makes room, the abandoned table refers to its successor. Once such a table is in the old generation, young
 * collections retain everything that later tables ever held, until a full collection: everything that passes through is
 * promoted as well. Replacing the Map in time breaks that chain. Measured by `scripts/bench/passingMap.ts`.
 */
export class PassingMap<K, V> {
  private entries = new Map<K, V>();
  private deleted = 0;

  get size(): number {
    return this.entries.size;
  }

  get(key: K): V | undefined {
    return this.entries.get(key);
  }

  has(key: K): boolean {
    return this.entries.has(key);
  }

  set(key: K, value: V): void {
    this.entries.set(key, value);
  }

  delete(key: K): void {
    if (!this.entries.delete(key)) return;
    if (++this.deleted >= Math.max(MANY, this.entries.size)) this.renew();
  }

  /** In order of insertion; do not delete entries while iterating. */
  values(): IterableIterator<V> {
    return this.entries.values();
  }

  private renew(): void {
    this.entries = new Map(this.entries);
    this.deleted = 0;
  }
}
