import type { Database } from './database';

/** The cache could not be read or written: the disk is full, say. The caller goes on without it. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
}

const TOUCHED_AT_MOST = 4096;
/** Share of the capacity that is kept when it is exceeded, so that not every write evicts. */
const KEPT_SHARE = 0.9;

/**
 * Vectors by content key, on disk, the least recently used out first. Vectors come back bit by bit as they were put.
 * Keys carry all that a vector depends on (encoder, text), so that an entry never becomes wrong.
 */
export class EmbeddingCache {
  private readonly statements;
  private readonly writeAll: (entries: readonly CacheEntry[]) => void;
  /** Keys read since the last write, with when. */
  private readonly touched = new Map<string, number>();
  private entries: number;
  private clock: number;

  /** @param capacity Largest number of entries. */
  constructor(
    database: Database,
    private readonly capacity: number,
  ) {
    this.statements = {
      get: database.prepare<[Buffer], Buffer>('SELECT vector FROM embeddings WHERE key = ?').pluck(),
      put: database.prepare<[Buffer, Buffer, number]>(
        'INSERT INTO embeddings (key, vector, last_used) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING',
      ),
      touch: database.prepare<[number, Buffer]>('UPDATE embeddings SET last_used = ? WHERE key = ?'),
      evict: database.prepare<[number]>(
        'DELETE FROM embeddings WHERE id IN (SELECT id FROM embeddings ORDER BY last_used LIMIT ?)',
      ),
    };
    this.entries = database.prepare<[], number>('SELECT count(*) FROM embeddings').pluck().get()!;
    this.clock = database
      .prepare<[], number>('SELECT ifnull(max(last_used), 0) FROM embeddings')
      .pluck()
      .get()!;
    const write = database.transaction((entries: readonly CacheEntry[]) => this.write(entries));
    this.writeAll = (entries) => write.immediate(entries);
  }

  /** Number of entries on disk. */
  get size(): number {
    return this.entries;
  }

  /** The vectors of the keys in their order, null where there is none. Throws CacheError. */
  get(keys: readonly Buffer[]): (Float32Array | null)[] {
    const now = ++this.clock;
    return guarded(() =>
      keys.map((key) => {
        const blob = this.statements.get.get(key);
        if (!blob) return null;
        if (this.touched.size < TOUCHED_AT_MOST) this.touched.set(key.toString('latin1'), now);
        return new Float32Array(blob.buffer.slice(blob.byteOffset, blob.byteOffset + blob.byteLength));
      }),
    );
  }

  /** Stores vectors in one transaction, and with them what was read since the last time. Throws CacheError. */
  put(entries: readonly CacheEntry[]): void {
    const before = this.entries;
    try {
      guarded(() => this.writeAll(entries));
    } catch (error) {
      this.entries = before;
      throw error;
    } finally {
      this.touched.clear();
    }
  }

  private write(entries: readonly CacheEntry[]): void {
    const now = ++this.clock;
    for (const [key, when] of this.touched) this.statements.touch.run(when, Buffer.from(key, 'latin1'));
    for (const { key, vector } of entries) {
      const blob = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
      this.entries += this.statements.put.run(key, blob, now).changes;
    }
    if (this.entries > this.capacity) {
      const out = this.entries - Math.floor(this.capacity * KEPT_SHARE);
      this.entries -= this.statements.evict.run(out).changes;
    }
  }
}

export interface CacheEntry {
  key: Buffer;
  vector: Float32Array;
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CacheError(`the embedding cache failed: ${(error as Error).message}`, { cause: error });
  }
}
