/** Deletions that are worth a new Map, however few entries there are. */
const MANY = 64;

/**
 * A Map through which much passes while little is in it at a time, such as all requests under way.
 *
 * When a Map of V8 makes room, the table that it leaves points to the one that follows. Once such a table has grown old,
 * garbage collections of the young keep everything that later tables ever held, until a full one: all that passes
 * through grows old as well. A new Map in time cuts that chain. Measured by `scripts/bench/passingMap.ts`.
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

  /** In the order in which they were set first; not to be gone through while entries are deleted. */
  values(): IterableIterator<V> {
    return this.entries.values();
  }

  private renew(): void {
    this.entries = new Map(this.entries);
    this.deleted = 0;
  }
}
