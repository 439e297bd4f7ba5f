/** A stored embedding: the encoder's vector for a text, and how much of the text it saw. */
export interface StoredEmbedding {
  /** [D] */
  vector: Float32Array;
  tokens: number;
  /** Characters of the text that fitted into the encoder; null if nothing was cut. */
  fitted: number | null;
}

/** Where embeddings are kept across restarts. Keys are SHA-256 in hex of encoder, pooling, prefix, maximum and text. */
export interface EmbeddingStore {
  /** Precision of the stored vectors. */
  readonly precision: 'fp16' | 'fp32';
  /**
   * Reads this many of the most recently used ones into memory, with breaks for other work; each is returned from there
   * once.
   */
  readAhead(count: number): Promise<void>;
  /** Drops entries read ahead and not requested yet, except this many of the most recently used. */
  keepAhead(most: number): void;
  /** In the order of the keys; null for an unknown key. */
  get(keys: readonly string[]): (StoredEmbedding | null)[];
  /** Writes all entries in one transaction; throws if the disk is full or the file is unusable. */
  put(entries: readonly (readonly [key: string, embedding: StoredEmbedding])[]): void;
  /** Removes entries permanently; throws like `put`. */
  forget(keys: readonly string[]): void;
  /** A vector as it is read back, possibly rounded to the store's precision. */
  rounded(vector: Float32Array): Float32Array;
  /** Number of embeddings kept. */
  size(): number;
  close(): void;
}
