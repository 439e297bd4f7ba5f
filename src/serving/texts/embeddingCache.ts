import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { EmbeddingStore, StoredEmbedding } from '../../contract/embeddingStore';
import { whenUnlocked } from '../../registry/database/database';
import { EmbeddingStoreError } from '../../registry/embeddingStore';
import { Breaker } from './breaker';

export interface EmbeddingCacheOptions {
  /** Everything besides its text that a vector depends on: encoder, tokenizer, pooling, prefix, most tokens. */
  encoder: string;
  /** Width of a vector. */
  dimension: number;
  store: EmbeddingStore;
  /** Called once when reading or writing the store fails, and once when it works again. */
  onStore: (what: 'reading' | 'writing', state: 'failed' | 'working', error: Error | null) => void;
}

/** Size of the memory cache in front of the store: 34,000 vectors at a width of 384. */
const IN_MEMORY_BYTES = 64 * 1024 * 1024;
/** Bytes of an entry besides its vector. */
const ENTRY_BYTES = 400;
const FLOAT_BYTES = 4;
const FLUSH_AFTER_MS = 50;
const FLUSH_AT_MOST = 256;
/** Most entries waiting to be written; further ones stay in memory only. */
const UNWRITTEN_AT_MOST = 8192;
const STORE_RETRY_MS = 30_000;
/** Another program's lock on the store ends sooner than a failure. */
const LOCK_RETRY_MS = 200;

/**
 * Embeddings by content: in memory, and behind that in the store, which survives restarts. If the store fails, serving
 * goes on without it, and it is tried again later.
 */
export class EmbeddingCache {
  /** Recently used entries by key: a key is short, however long its text. */
  private readonly memory: LRUCache<string, StoredEmbedding>;
  private unwritten: [key: string, embedding: StoredEmbedding][] = [];
  private timer: NodeJS.Timeout | null = null;
  private readonly reading: Breaker;
  private readonly writing: Breaker;
  hits = 0;
  misses = 0;

  constructor(private readonly options: EmbeddingCacheOptions) {
    const entryBytes = FLOAT_BYTES * options.dimension + ENTRY_BYTES;
    this.memory = new LRUCache({ max: Math.ceil(IN_MEMORY_BYTES / entryBytes) });
    const breaker = (what: 'reading' | 'writing') =>
      new Breaker(STORE_RETRY_MS, (state, error) => options.onStore(what, state, error));
    this.reading = breaker('reading');
    this.writing = breaker('writing');
  }

  get entries(): number {
    return Math.max(this.memory.size, this.options.store.size() + this.unwritten.length);
  }

  /** Lets the store read the most recently used entries in advance, as many as fit. */
  async readAhead(): Promise<void> {
    // A store that cannot be read reports that on its first use.
    await this.options.store.readAhead(this.memory.max).catch(() => {});
  }

  /** In the order of the texts; null for an unknown text. */
  get(texts: readonly string[]): (StoredEmbedding | null)[] {
    const keys = texts.map((text) => this.keyOf(text));
    const found = keys.map((key) => this.memory.get(key) ?? null);
    const missing = keys.map((_, index) => index).filter((index) => found[index] === null);
    if (missing.length > 0) {
      const wanted = missing.map((index) => keys[index]);
      const stored = this.reading.attempt(() => unlessLocked(() => this.options.store.get(wanted))) ?? [];
      missing.forEach((index, at) => {
        const embedding = stored[at];
        if (!embedding) return;
        found[index] = embedding;
        this.remember(keys[index], embedding);
      });
    }
    const hits = found.reduce((count, embedding) => count + (embedding ? 1 : 0), 0);
    this.hits += hits;
    this.misses += texts.length - hits;
    return found;
  }

  /** A vector as the cache returns it. */
  rounded(vector: Float32Array): Float32Array {
    return this.options.store.rounded(vector);
  }

  put(entries: readonly { text: string; embedding: StoredEmbedding }[]): void {
    for (const { text, embedding } of entries) {
      const key = this.keyOf(text);
      this.remember(key, embedding);
      if (this.unwritten.length < UNWRITTEN_AT_MOST && !this.writing.open)
        this.unwritten.push([key, embedding]);
    }
    if (this.unwritten.length > 0) this.timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS);
  }

  /** Removes the vectors of texts, here and in the store; retried while another program has a lock on it. */
  async forget(texts: readonly string[]): Promise<void> {
    const keys = new Set(texts.map((text) => this.keyOf(text)));
    for (const key of keys) this.memory.delete(key);
    this.unwritten = this.unwritten.filter(([key]) => !keys.has(key));
    await whenUnlocked(() => this.options.store.forget([...keys]));
  }

  /** Writes what is not written yet, unless the store is locked. */
  settle(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    while (this.unwritten.length > 0 && this.write());
  }

  /** Writes in small transactions, so that requests get their turn in between. */
  private flush(): void {
    this.timer = null;
    const written = this.write();
    if (this.unwritten.length > 0) this.timer = setTimeout(() => this.flush(), written ? 0 : LOCK_RETRY_MS);
  }

  /** False if another program's lock kept the next entries from being written: they stay for later. */
  private write(): boolean {
    const entries = this.unwritten.slice(0, FLUSH_AT_MOST);
    const put = () => this.options.store.put(entries) ?? true;
    const done = this.writing.attempt(() => unlessLocked(put));
    if (done === null) return false;
    this.unwritten = this.writing.open ? [] : this.unwritten.slice(entries.length);
    return true;
  }

  /** Entries read in advance make room for requested ones. */
  private remember(key: string, embedding: StoredEmbedding): void {
    this.memory.set(key, embedding);
    this.options.store.keepAhead(this.memory.max - this.memory.size);
  }

  private keyOf(text: string): string {
    return hash('sha256', `${this.options.encoder}\0${text}`);
  }
}

/** The work's result, or null if another program has a lock. */
function unlessLocked<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof EmbeddingStoreError && error.locked) return null;
    throw error;
  }
}
