import { LRUCache } from 'lru-cache';
import { certain } from '../common/certain';
import { messageOf } from '../common/thrown';
import type { EmbeddingStore, StoredEmbedding } from '../contract/embeddingStore';
import {
  type Database,
  isLocked,
  lockedError,
  openDatabase,
  truncateLog,
  waitForNobody,
} from './database/database';
import { emptyLog } from './database/emptyLog';
import { fromHalf, toHalf } from '../common/half';
import { EMBEDDINGS } from './database/migrations';
import { stem } from './database/stem';

/** The store could not be read or written, for example because the disk is full. The caller continues without it. */
export class EmbeddingStoreError extends Error {
  override readonly name = 'EmbeddingStoreError';
  /** Whether another program holds a lock, which is temporary. */
  readonly locked = isLocked(this.cause);
}

export interface EmbeddingStoreOptions {
  /** Most entries. */
  capacity: number;
  /** How vectors are stored; fp16 rounds them to 11 bits and halves the file. */
  precision: 'fp16' | 'fp32';
}

/** Uses remembered between two writes; they are written with the next one, which must stay short. */
const TOUCHED_AT_MOST = 512;

/** Rows written to the log, some 10 MB, before it is emptied in the background. */
const EMPTIED_AFTER = 2048;
/** Pages of a log, 64 MiB, from which on it is emptied at once, because emptying it in the background failed. */
const MOST_PAGES = 16_384;

/** The file of embeddings that belongs to a registry's file. */
export function embeddingsFile(registryFile: string): string {
  return `${stem(registryFile)}-embeddings.db`;
}

/**
 * Opens the embeddings on disk, dropping the least recently used first. Throws ShelfcastError; its methods throw
 * EmbeddingStoreError.
 */
export function openEmbeddingStore(file: string, options: EmbeddingStoreOptions): EmbeddingStore {
  const database = openDatabase(file, EMBEDDINGS);
  database.pragma(`wal_autocheckpoint = ${MOST_PAGES}`);
  const store = new SqliteEmbeddingStore(database, options);
  waitForNobody(database);
  return store;
}

type Entry = readonly [key: string, embedding: StoredEmbedding];

/** A text's vector as bytes, whether they are halves, its tokens, and how much of it fitted. */
type Row = [vector: Buffer, half: number, tokens: number, fitted: number | null];

/** Rows read in one go while others wait: about a millisecond. */
const READ_AHEAD_AT_ONCE = 256;

class SqliteEmbeddingStore implements EmbeddingStore {
  private readonly statements;
  private readonly removeAll: (keys: readonly string[]) => number;
  private readonly writeAll: (entries: readonly Entry[]) => number;
  /** All keys of a request in one transaction: a third less work than one for each. */
  private readonly readAll: (keys: readonly string[]) => (StoredEmbedding | null)[];
  /** Keys read since the last write, with the time. */
  private readonly touched = new Map<string, number>();
  /** Entries read ahead and not requested yet. */
  private ahead: LRUCache<string, StoredEmbedding> | null = null;
  private entries: number;
  private clock: number;
  /** Rows written since the log was emptied. */
  private logged = 0;
  private emptying: Promise<void> | null = null;

  constructor(
    private readonly database: Database,
    private readonly options: EmbeddingStoreOptions,
  ) {
    this.statements = {
      get: database
        .prepare<[Buffer], Row>('SELECT vector, half, tokens, fitted FROM embeddings WHERE key = ?')
        .raw(),
      latest: database
        .prepare<[number], number>('SELECT id FROM embeddings ORDER BY last_used DESC LIMIT ?')
        .pluck(),
      byId: database
        .prepare<[string], [key: string, ...row: Row]>(
          `SELECT lower(hex(key)), vector, half, tokens, fitted FROM embeddings
           WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .raw(),
      put: database.prepare<[Buffer, Buffer, number, number, number | null, number]>(
        `INSERT INTO embeddings (key, vector, half, tokens, fitted, last_used) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (key) DO NOTHING`,
      ),
      touch: database.prepare<[number, Buffer]>('UPDATE embeddings SET last_used = ? WHERE key = ?'),
      remove: database.prepare<[Buffer]>('DELETE FROM embeddings WHERE key = ?'),
      evict: database.prepare<[number]>(
        'DELETE FROM embeddings WHERE id IN (SELECT id FROM embeddings ORDER BY last_used LIMIT ?)',
      ),
    };
    const number = (query: string) => certain(database.prepare<[], number>(query).pluck().get(), query);
    this.entries = number('SELECT count(*) FROM embeddings');
    this.clock = number('SELECT ifnull(max(last_used), 0) FROM embeddings');
    const remove = database.transaction((keys: readonly string[]) =>
      keys.reduce((sum, key) => sum + this.statements.remove.run(Buffer.from(key, 'hex')).changes, 0),
    );
    this.removeAll = (keys) => remove.immediate(keys);
    const write = database.transaction((entries: readonly Entry[]) => this.write(entries));
    this.writeAll = (entries) => write.immediate(entries);
    this.readAll = database.transaction((keys: readonly string[]) => this.read(keys));
  }

  get precision(): 'fp16' | 'fp32' {
    return this.options.precision;
  }

  rounded(vector: Float32Array): Float32Array {
    return this.options.precision === 'fp16' ? fromHalf(toHalf(vector)) : vector;
  }

  size(): number {
    return this.entries;
  }

  async readAhead(count: number): Promise<void> {
    const ids = guarded(() => this.statements.latest.all(count)).reverse();
    const ahead = new LRUCache<string, StoredEmbedding>({ max: count });
    this.ahead = ahead;
    for (let from = 0; from < ids.length; from += READ_AHEAD_AT_ONCE) {
      const some = JSON.stringify(ids.slice(from, from + READ_AHEAD_AT_ONCE));
      for (const [key, ...row] of guarded(() => this.statements.byId.all(some)))
        ahead.set(key, embeddingOf(row));
      await new Promise(setImmediate);
    }
  }

  keepAhead(most: number): void {
    while (this.ahead && this.ahead.size > most) this.ahead.pop();
  }

  get(keys: readonly string[]): (StoredEmbedding | null)[] {
    return guarded(() => this.readAll(keys));
  }

  /** Also stores when the entries read since the last call were used. */
  put(entries: readonly Entry[]): void {
    this.entries = guarded(() => this.writeAll(entries));
    this.logged += entries.length + this.touched.size;
    this.touched.clear();
    if (this.logged < EMPTIED_AFTER || this.emptying || this.database.memory) return;
    this.logged = 0;
    this.emptying = emptyLog(this.database.name).finally(() => (this.emptying = null));
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) {
      this.touched.delete(key);
      this.ahead?.delete(key);
    }
    this.entries -= guarded(() => this.removeAll(keys));
    guarded(() => {
      if (!truncateLog(this.database)) throw lockedError('its log is in use');
    });
  }

  close(): void {
    this.database.close();
  }

  private read(keys: readonly string[]): (StoredEmbedding | null)[] {
    const now = ++this.clock;
    return keys.map((key) => {
      const embedding = this.readOne(key);
      if (embedding && this.touched.size < TOUCHED_AT_MOST) this.touched.set(key, now);
      return embedding;
    });
  }

  private readOne(key: string): StoredEmbedding | null {
    const ahead = this.ahead?.get(key);
    if (ahead) {
      this.ahead?.delete(key);
      return ahead;
    }
    const row = this.statements.get.get(Buffer.from(key, 'hex'));
    return row ? embeddingOf(row) : null;
  }

  private write(entries: readonly Entry[]): number {
    const now = ++this.clock;
    const half = this.options.precision === 'fp16';
    for (const [key, when] of this.touched) this.statements.touch.run(when, Buffer.from(key, 'hex'));
    let count = this.entries;
    for (const [key, { vector, tokens, fitted }] of entries) {
      const stored = half ? toHalf(vector) : vector;
      const blob = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
      const { changes } = this.statements.put.run(
        Buffer.from(key, 'hex'),
        blob,
        half ? 1 : 0,
        tokens,
        fitted,
        now,
      );
      count += changes;
    }
    const over = Math.max(0, count - this.options.capacity);
    return count - this.statements.evict.run(over).changes;
  }
}

function embeddingOf([{ buffer, byteOffset, byteLength }, half, tokens, fitted]: Row): StoredEmbedding {
  const vector = half
    ? fromHalf(new Uint16Array(buffer, byteOffset, byteLength / 2))
    : new Float32Array(buffer, byteOffset, byteLength / 4);
  return { vector, tokens, fitted };
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new EmbeddingStoreError(`the kept embeddings cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
