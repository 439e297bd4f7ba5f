import { certain } from '../../common/certain';
import type { HeadOutputs } from '../../contract/head';
import type { StoredEmbedding } from '../../contract/embeddingStore';
import type { ServingObserver } from '../../contract/observer';
import type { Engine } from '../../engine/engine';
import type { Batcher } from '../queue/batcher';
import type { TokenizedText } from '../queue/textsUnderWay';
import type { EmbeddingCache } from './embeddingCache';
import type { QueuedRecord } from '../queue/batchRecords';
import { inTimeSlices } from '../queue/timeSlices';

/** Embeddings of a request's texts, in their order. Times in milliseconds. */
export interface Embedded {
  embeddings: StoredEmbedding[];
  cached: boolean[];
  tokenization: number;
  queue: number;
  inference: number;
  /** One row for each record; null for one that was not forecast with its texts. */
  answers: (HeadOutputs | null)[];
}

export interface EmbedOptions {
  signal: AbortSignal;
  /** Path in the request of the text at this index. */
  pathOf: (index: number) => string;
  records?: TextRecords;
}

/** Records to be forecast in the same run as their texts, if possible. */
export interface TextRecords {
  /** The model's key. */
  key: string;
  /** Texts by their index among the texts to embed. */
  rows: { features: Float32Array; bankRow: number; description: number; promo: number | null }[];
  /** Whether vectors are needed for records that are forecast. */
  vectorsWanted: boolean;
}

/** Texts to embeddings: from the cache, else tokenized and sent to the encoder. */
export class Embedder {
  constructor(
    private readonly engine: Engine,
    private readonly batcher: Batcher,
    private readonly cache: EmbeddingCache | null,
    private readonly observer: ServingObserver,
  ) {}

  async embed(texts: readonly string[], { signal, pathOf, records }: EmbedOptions): Promise<Embedded> {
    const known = this.lookUp(texts);
    const missing = texts.map((_, index) => index).filter((index) => known[index] === null);
    const { tokenized, milliseconds } = await this.tokenize(missing.map((index) => texts[index]));
    const queued = records ? queuedRecords(records, known, missing) : [];
    const encoding = await this.batcher.submit(tokenized, {
      signal,
      pathOf: (at) => pathOf(missing[at]),
      records: queued.filter((record) => record !== null),
      vectorsWanted: this.cache !== null || (records?.vectorsWanted ?? true),
    });
    const fresh = tokenized.map(({ text, ids, fitted }, at) => ({
      text,
      embedding: { vector: this.kept(encoding.vectors[at]), tokens: ids.length, fitted },
    }));
    this.cache?.put(fresh);
    const embeddings = known.slice();
    missing.forEach((index, at) => (embeddings[index] = fresh[at].embedding));
    return {
      embeddings: embeddings as StoredEmbedding[],
      cached: known.map((embedding) => embedding !== null),
      tokenization: milliseconds,
      queue: encoding.queue,
      inference: encoding.inference,
      answers: queued.map((record) => record?.answer ?? null),
    };
  }

  /** A copy as the cache will return it, so that asking twice gives the same answer. */
  private kept(vector: Float32Array): Float32Array {
    return this.cache ? this.cache.rounded(vector.slice()) : vector;
  }

  private lookUp(texts: readonly string[]): (StoredEmbedding | null)[] {
    if (!this.cache) return texts.map(() => null);
    const known = this.cache.get(texts);
    const hits = known.reduce((count, embedding) => count + (embedding ? 1 : 0), 0);
    this.observer.cacheLookedUp(hits, texts.length - hits);
    return known;
  }

  private async tokenize(
    texts: readonly string[],
  ): Promise<{ tokenized: (TokenizedText & { fitted: number | null })[]; milliseconds: number }> {
    const tokenized: (TokenizedText & { fitted: number | null })[] = [];
    const milliseconds = await inTimeSlices(texts, (text) => {
      tokenized.push({ text, ...this.engine.tokenizer.tokenize(text) });
    });
    const tokens = tokenized.reduce((sum, { ids }) => sum + ids.length, 0);
    if (texts.length > 0) this.observer.tokenized(milliseconds / 1000, texts.length, tokens);
    return { tokenized, milliseconds };
  }
}

/** The records to queue with their texts; null for one whose vectors are all cached. */
function queuedRecords(
  { key, rows }: TextRecords,
  known: readonly (StoredEmbedding | null)[],
  missing: readonly number[],
): (QueuedRecord | null)[] {
  const submitted = new Map(missing.map((index, at) => [index, at]));
  const found = (index: number) =>
    known[index]?.vector ?? certain(submitted.get(index), 'vector or place of a text');
  return rows.map(({ features, bankRow, description, promo }) => {
    const texts = { description: found(description), promo: promo === null ? null : found(promo) };
    if (![texts.description, texts.promo].some((text) => typeof text === 'number')) return null;
    return { key, features, bankRow, ...texts, withTexts: true, answer: null };
  });
}
