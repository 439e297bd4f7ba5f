import type { EmbeddingStore } from '../contract/embeddingStore';
import { SILENT, type ServingObserver } from '../contract/observer';
import { BATCH_PLANS } from '../engine/batchPlan';
import { Engine, type EngineOptions } from '../engine/engine';
import type { Catalog } from '../registry/catalog';
import { openEmbeddingStore } from '../registry/embeddingStore';
import type { ModelRegistry } from '../registry/models';
import { Admission } from './queue/admission';
import { Batcher } from './queue/batcher';
import { Embedder } from './texts/embedder';
import { encodeInTurns } from './texts/encodeInTurns';
import { EmbeddingCache } from './texts/embeddingCache';
import { Explainer } from './forecast/explainer';
import { Forecaster } from './forecast/forecaster';
import { HeadBatcher } from './queue/headBatcher';
import type { ModelDirectory } from '../engine/modelDirectory';
import { encodeTexts } from '../engine/encodeTexts';
import { encoderId } from '../engine/encoderDirectory';
import { LiveShop } from './liveShop';
import { ModelShelf } from './modelShelf';
import type { Shop } from '../shop/shop';
import { ShopShelf } from './shopShelf';
import { rehearse } from './rehearsal';
import { Service } from './service';
import type { ServingLog } from './servingLog';

const FOLLOW_MS = 1000;

export interface ServingOptions {
  engine: Omit<EngineOptions, 'onDeath' | 'onFailing' | 'keptPrecision'>;
  catalog: Catalog;
  registry: ModelRegistry;
  /** Makes a model the active one, where others than the registry's file must know; see ModelShelf. */
  makeActive?: (name: string) => Promise<void>;
  /** Null switches the cache off. The service closes it. */
  store: EmbeddingStore | null;
  /** Where the vectors of the catalog's products outlive the process; nowhere where nothing is given. */
  vectorsFile?: string | null;
  /** Texts worked on or waiting at most. */
  queueTexts: number;
  /** Tokens of a batch at most, padding included; the provider's own where nothing is given. */
  batchTokens?: number;
  /** Milliseconds at most for warming up on made-up items; none where nothing is given. */
  rehearsalMs?: number;
  observer: ServingObserver;
  log: ServingLog;
  /** Told what the start is at, as the end of a sentence. */
  onStage?: (stage: string) => void;
}

/**
 * Starts the inference processes, loads every registered model and replays its golden records. Rejects when the encoder
 * cannot be read or no process starts; a model that is refused is said and costs the others nothing.
 */
export async function startService(options: ServingOptions): Promise<Service> {
  const { registry, observer, log } = options;
  const engine = await Engine.start({
    ...options.engine,
    keptPrecision: options.store?.precision,
    onDeath: (reason) => {
      observer.processRestarted();
      log.warn({ reason }, 'an inference process ended and is started again');
    },
    onFailing: (reason) => log.error({ reason }, 'an inference process does not start; it is tried again'),
  });
  const { device, encoder, pool } = engine;
  log.info({ ...device, precision: encoder.dtype }, `the encoder runs on ${device.provider}`);
  log.info(
    { reason: pool.paddingReason },
    `texts ${pool.paddingReason === null ? 'share rows' : 'are padded to one length'}`,
  );
  const shelf = new ModelShelf(engine, registry, options.makeActive);
  const cache = options.store && openCache(options.store, engine, log);
  await Promise.all([shelf.loadAll(), cache?.readAhead()]);
  for (const { name, reason } of shelf.states())
    if (reason) log.warn({ model: name, reason }, 'a model was refused');
  const twoRunsReason = shelf.twoRunsReason();
  log.info(
    { reason: twoRunsReason },
    `encoder and head are ${twoRunsReason === null ? 'one graph' : 'two runs'}`,
  );
  options.onStage?.('it reads the products of its catalog');
  /** Alone before requests come, and then in turns with them. */
  const products = { encode: (texts: readonly string[]) => encodeTexts(engine, texts) };
  const live = await openLiveShop(options, engine, shelf, (texts) => products.encode(texts));
  const shops = new ShopShelf(live, options.catalog);
  options.onStage?.('it warms up');
  await warmUp(options, engine, shelf, shops);
  const service = assemble(options, engine, shelf, shops, cache);
  products.encode = (texts) => encodeInTurns(engine, service.parts.batcher, texts);
  service.onClose(followRegistry(shelf, log));
  service.onClose(() => live.close());
  return service;
}

/** Takes up, within a second or so, what another server on the same database activates. Gives what ends it. */
function followRegistry(shelf: ModelShelf, log: ServingLog): () => void {
  let looking = false;
  const look = async () => {
    if (looking) return;
    looking = true;
    try {
      const name = await shelf.follow();
      if (name !== null) log.info({ model: name }, 'another program made this model the active one');
    } catch (error) {
      log.warn(
        { reason: (error as Error).message },
        'the model that another program made active is not served',
      );
    }
    looking = false;
  };
  const timer = setInterval(() => void look(), FOLLOW_MS);
  timer.unref();
  return () => clearInterval(timer);
}

function openLiveShop(
  { catalog, vectorsFile = null, log }: ServingOptions,
  engine: Engine,
  shelf: ModelShelf,
  encode: (texts: readonly string[]) => Promise<Float32Array>,
): Promise<LiveShop> {
  return LiveShop.open({
    known: knownVectors(shelf.snapshots()),
    catalog,
    encoder: { id: encoderId(engine.encoder), dimension: engine.encoder.dimension },
    encode,
    file: vectorsFile,
    log,
  });
}

function assemble(
  { catalog, queueTexts, batchTokens, observer, log }: ServingOptions,
  engine: Engine,
  shelf: ModelShelf,
  shops: ShopShelf,
  cache: EmbeddingCache | null,
): Service {
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
  const forecaster = new Forecaster(catalog, embedder, heads, explainer, dimension, shopOf, shared);
  const admission = new Admission(queueTexts);
  return new Service({
    engine,
    admission,
    batcher,
    cache,
    embedder,
    heads,
    shelf,
    forecaster,
    catalog,
    observer,
    shops,
  });
}

/** With a queue and a cache of its own: nothing of it is counted or kept. Its batcher must be made before the real one. */
async function warmUp(
  options: ServingOptions,
  engine: Engine,
  shelf: ModelShelf,
  shops: ShopShelf,
): Promise<void> {
  const { log, rehearsalMs } = options;
  if (!rehearsalMs) return;
  const precision = options.store?.precision;
  const store = precision ? openEmbeddingStore(':memory:', { capacity: 1000, precision }) : null;
  const cache = store && openCache(store, engine, log);
  try {
    const service = assemble({ ...options, observer: SILENT }, engine, shelf, shops, cache);
    if (service.engine().ready) log.info(await rehearse(service, rehearsalMs), 'warmed up on made-up items');
  } catch (error) {
    log.info({ reason: (error as Error).message }, 'served without a warm-up');
  } finally {
    cache?.close();
  }
}

/** The vectors of products that models were trained with, by their text. */
function knownVectors(snapshots: readonly Shop[]): (text: string) => Float32Array | null {
  const places = new Map(
    snapshots.flatMap((shop) =>
      shop.rows().map((row) => [shop.product(row).description, { shop, row }] as const),
    ),
  );
  return (text) => {
    const place = places.get(text);
    return place ? place.shop.vectors.vector(place.row) : null;
  };
}

function openCache(store: EmbeddingStore, engine: Engine, log: ServingLog): EmbeddingCache {
  return new EmbeddingCache({
    encoder: encoderId(engine.encoder),
    dimension: engine.encoder.dimension,
    store,
    onStore: (what, state, error) => {
      if (state === 'working') log.info({}, `${what} kept embeddings works again`);
      else log.warn({ reason: error?.message }, `${what} kept embeddings failed; serving goes on without`);
    },
  });
}
