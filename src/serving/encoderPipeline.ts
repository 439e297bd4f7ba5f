import type { ServingObserver } from '../contract/observer';
import { BATCH_PLANS } from '../engine/batchPlan';
import type { Engine } from '../engine/engine';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { Catalog } from '../registry/catalog';
import { Explainer } from './forecast/explainer';
import { Forecaster } from './forecast/forecaster';
import { Batcher } from './queue/batcher';
import { HeadBatcher } from './queue/headBatcher';
import type { ServingLog } from './servingLog';
import type { ModelShops } from './modelShops';
import { Embedder } from './texts/embedder';
import type { EmbeddingCache } from './texts/embeddingCache';

export interface PipelineOptions {
  catalog: Catalog;
  /** Most tokens in a batch, padding included; by default the provider's own limit. */
  batchTokens?: number;
  observer: ServingObserver;
  log: ServingLog;
}

/**
 * Everything that answers with one encoder: its queue, its cache, the heads of its models, and the shops with its
 * vectors.
 */
export interface EncoderPipeline {
  engine: Engine;
  batcher: Batcher;
  cache: EmbeddingCache | null;
  embedder: Embedder;
  heads: HeadBatcher;
  forecaster: Forecaster;
  shops: ModelShops;
}

export function openPipeline(
  engine: Engine,
  shops: ModelShops,
  cache: EmbeddingCache | null,
  { catalog, batchTokens, observer, log }: PipelineOptions,
): EncoderPipeline {
  const { dimension } = engine.encoder;
  const plan = BATCH_PLANS[engine.device.provider];
  const batcher = new Batcher(engine.pool, {
    dimension,
    batchTokens: batchTokens ?? plan.serving,
    patience: plan.patience,
    observer,
    onRefused: (sha256) =>
      log.warn({ sha256 }, 'a text ended two inference processes and is not tried again'),
  });
  const embedder = new Embedder(engine, batcher, cache, observer);
  const heads = new HeadBatcher(engine.pool, observer);
  const shopOf = (model: ModelDirectory) => shops.shopOf(model);
  const shared = (model: ModelDirectory) => shops.shared(model);
  const explainer = new Explainer(embedder, heads, dimension);
  const { isWord } = engine.tokenizer;
  const forecaster = new Forecaster(catalog, embedder, heads, explainer, dimension, isWord, shopOf, shared);
  return { engine, batcher, cache, embedder, heads, forecaster, shops };
}
