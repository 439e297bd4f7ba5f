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
import type { ShopShelf } from './shopShelf';
import { Embedder } from './texts/embedder';
import type { EmbeddingCache } from './texts/embeddingCache';

export interface DeskOptions {
  catalog: Catalog;
  /** Tokens of a batch at most, padding included; the provider's own where nothing is given. */
  batchTokens?: number;
  observer: ServingObserver;
  log: ServingLog;
}

/** All that answers with one encoder: its queue, its cache, its models' heads, and shops with vectors that it made. */
export interface EncoderDesk {
  engine: Engine;
  batcher: Batcher;
  cache: EmbeddingCache | null;
  embedder: Embedder;
  heads: HeadBatcher;
  forecaster: Forecaster;
  shops: ShopShelf;
}

export function openDesk(
  engine: Engine,
  shops: ShopShelf,
  cache: EmbeddingCache | null,
  { catalog, batchTokens, observer, log }: DeskOptions,
): EncoderDesk {
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
