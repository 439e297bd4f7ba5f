/** An embedding as it is kept: what the encoder answered for a text, and how much of the text it saw. */
export interface StoredEmbedding {
  /** [D] */
  vector: Float32Array;
  tokens: number;
  /** Characters of the text that fitted into the encoder; null when nothing was cut. */
  fitted: number | null;
}

/** Where embeddings outlive the process. Keys are SHA-256 in hex of encoder, pooling, prefix, maximum and text. */
export interface EmbeddingStore {
  /** In which vectors are kept. */
  readonly precision: 'fp16' | 'fp32';
  /** Reads so many of the most recently used ones into memory, with breaks for other work; each is given out from there once. */
  readAhead(count: number): Promise<void>;
  /** Lets go of what was read ahead and not asked for, all but so many of the most recently used. */
  keepAhead(most: number): void;
  /** In the order of the keys; null where a key is unknown. */
  get(keys: readonly string[]): (StoredEmbedding | null)[];
  /** Writes all entries in one transaction; throws when the disk is full or the file is unusable. */
  put(entries: readonly (readonly [key: string, embedding: StoredEmbedding])[]): void;
  /** Removes entries for good; throws as `put` does. */
  forget(keys: readonly string[]): void;
  /** A vector as it comes back, which the store's precision may round. */
  rounded(vector: Float32Array): Float32Array;
  /** Number of embeddings kept. */
  size(): number;
  close(): void;
}
