import { certain } from '../common/certain';
import type { EmbeddingStore } from '../contract/embeddingStore';
import { SILENT } from '../contract/observer';
import { encoderId } from '../engine/encoderDirectory';
import { encodeTexts } from '../engine/encodeTexts';
import type { Engine } from '../engine/engine';
import type { Shop } from '../shop/shop';
import { openDesk, type DeskOptions, type EncoderDesk } from './encoderDesk';
import { LiveShop } from './liveShop';
import type { ServingLog } from './servingLog';
import { ShopShelf } from './shopShelf';
import { EmbeddingCache } from './texts/embeddingCache';
import { encodeInTurns } from './texts/encodeInTurns';

export interface DesksOptions extends DeskOptions {
  /** Null switches the caches off. The desks close it. */
  store: EmbeddingStore | null;
}

interface Place {
  live: LiveShop;
  shops: ShopShelf;
  desk: EncoderDesk | null;
}

/** Where those who answer find the desk of a model's encoder. */
export interface DeskSet {
  of(engine: Engine): EncoderDesk;
  all(): EncoderDesk[];
  closeAll(): Promise<void>;
}

/** A desk for every encoder that models need. */
export class Desks implements DeskSet {
  private readonly places = new Map<Engine, Place>();
  private readonly caches = new Map<Engine, EmbeddingCache | null>();
  /** Requests come: what is encoded beside those of the same encoder waits for its turn. */
  private serving = false;

  constructor(private readonly options: DesksOptions) {}

  /**
   * Reads the catalog into a shop with an encoder's vectors, where that was not done yet. `snapshots`: shops as models of
   * this encoder were trained with them; `file`: where the vectors outlive the process, or null.
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
    this.places.set(engine, { live, shops: new ShopShelf(live, catalog), desk: null });
  }

  /** The desk of an encoder whose shop is open. */
  of(engine: Engine): EncoderDesk {
    const place = certain(this.places.get(engine), 'shop of the encoder');
    this.serving = true;
    return (place.desk ??= openDesk(engine, place.shops, this.cacheOf(engine), this.options));
  }

  all(): EncoderDesk[] {
    return [...this.places.keys()].map((engine) => this.of(engine));
  }

  /** Desks over the same encoders and shops whose work nobody sees. */
  rehearsing(store: EmbeddingStore | null): DeskSet {
    const made = new Map<Engine, EncoderDesk>();
    const options = { ...this.options, observer: SILENT };
    return {
      of: (engine) => {
        const known = made.get(engine);
        if (known) return known;
        const { shops } = certain(this.places.get(engine), 'shop of the encoder');
        const cache = store && openCache(store, engine, this.options.log);
        const desk = openDesk(engine, shops, cache, options);
        made.set(engine, desk);
        return desk;
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

  /** Writes what is to outlive the process, and forgets the encoder. */
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
