import { certain } from '../common/certain';
import type { EmbeddingStore } from '../contract/embeddingStore';
import { SILENT } from '../contract/observer';
import { encoderId } from '../engine/encoderDirectory';
import { encodeTexts } from '../engine/encodeTexts';
import type { Engine } from '../engine/engine';
import type { Shop } from '../shop/shop';
import { openPipeline, type PipelineOptions, type EncoderPipeline } from './encoderPipeline';
import { LiveShop } from './liveShop';
import type { ServingLog } from './servingLog';
import { ModelShops } from './modelShops';
import { EmbeddingCache } from './texts/embeddingCache';
import { encodeInTurns } from './texts/encodeInTurns';

export interface EncoderPipelinesOptions extends PipelineOptions {
  /** Null switches the caches off. Closed together with the pipelines. */
  store: EmbeddingStore | null;
}

interface Place {
  live: LiveShop;
  shops: ModelShops;
  pipeline: EncoderPipeline | null;
}

/** Finds the pipeline of a model's encoder. */
export interface Pipelines {
  of(engine: Engine): EncoderPipeline;
  all(): EncoderPipeline[];
  closeAll(): Promise<void>;
}

/** A pipeline for every encoder that models need. */
export class EncoderPipelines implements Pipelines {
  private readonly places = new Map<Engine, Place>();
  private readonly caches = new Map<Engine, EmbeddingCache | null>();
  /** Whether requests arrive: encoding in the background then takes turns with them. */
  private serving = false;

  constructor(private readonly options: EncoderPipelinesOptions) {}

  /**
   * Loads the catalog into a shop with an encoder's vectors, unless that is done already. `snapshots`: the shops of
   * this encoder's models as they were trained; `file`: where vectors are kept across restarts, or null.
   */
  async openShop(engine: Engine, snapshots: readonly Shop[], file: string | null): Promise<void> {
    if (this.places.has(engine)) return;
    const { catalog, log } = this.options;
    const [live] = await Promise.all([
      LiveShop.open({
        known: knownVectors(snapshots),
        catalog,
        encoder: { id: encoderId(engine.encoder), dimension: engine.encoder.dimension },
        encode: (texts) =>
          this.serving && this.places.has(engine)
            ? encodeInTurns(engine, this.of(engine).batcher, texts)
            : encodeTexts(engine, texts),
        file,
        log,
      }),
      this.cacheOf(engine)?.readAhead(),
    ]);
    this.places.set(engine, { live, shops: new ModelShops(live, catalog), pipeline: null });
  }

  /** The pipeline of an encoder whose shop is open. */
  of(engine: Engine): EncoderPipeline {
    const place = certain(this.places.get(engine), 'shop of the encoder');
    this.serving = true;
    return (place.pipeline ??= openPipeline(engine, place.shops, this.cacheOf(engine), this.options));
  }

  all(): EncoderPipeline[] {
    return [...this.places.keys()].map((engine) => this.of(engine));
  }

  /** Pipelines over the same encoders and shops for warming up: nothing of their work is observed or kept. */
  forWarmUp(store: EmbeddingStore | null): Pipelines {
    const made = new Map<Engine, EncoderPipeline>();
    const options = { ...this.options, observer: SILENT };
    return {
      of: (engine) => {
        const known = made.get(engine);
        if (known) return known;
        const { shops } = certain(this.places.get(engine), 'shop of the encoder');
        const cache = store && openCache(store, engine, this.options.log);
        const pipeline = openPipeline(engine, shops, cache, options);
        made.set(engine, pipeline);
        return pipeline;
      },
      all: () => [...made.values()],
      closeAll: () => {
        for (const { cache, batcher } of made.values()) {
          cache?.settle();
          batcher.close();
        }
        store?.close();
        return Promise.resolve();
      },
    };
  }

  /** Saves what is to survive a restart, and forgets the encoder. */
  async close(engine: Engine): Promise<void> {
    const place = this.places.get(engine);
    this.places.delete(engine);
    await place?.live.close();
    this.caches.get(engine)?.settle();
    this.caches.delete(engine);
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.places.keys()].map((engine) => this.close(engine)));
    this.options.store?.close();
  }

  private cacheOf(engine: Engine): EmbeddingCache | null {
    const { store, log } = this.options;
    const cache = this.caches.get(engine) ?? (store && openCache(store, engine, log));
    this.caches.set(engine, cache);
    return cache;
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
