import type { Catalog } from '../registry/catalog';
import { loadShop } from '../shop/loadShop';
import type { Shop } from '../shop/shop';
import { keepVectors, readVectors, textHash } from '../shop/vectorFiles';
import { VectorIndex } from '../shop/vectorIndex';
import type { ServingLog } from './servingLog';

/** Texts encoded at a stretch, so that others have their turn. */
const TEXTS_AT_ONCE = 4096;

export interface LiveShopOptions {
  catalog: Catalog;
  /** What makes the vectors: another encoder, other vectors. */
  encoder: { id: string; dimension: number };
  /** A text's unit vector [D] where it is known already, as of a product that a model was trained with. */
  known: (text: string) => Float32Array | null;
  /** Unit vectors of texts, row-major [T, D]. */
  encode: (texts: readonly string[]) => Promise<Float32Array>;
  /** Where vectors outlive the process; null: nowhere. */
  file: string | null;
  log: ServingLog;
}

/** The catalog's shop in memory, read again when another program has written into the catalog. */
export class LiveShop {
  private shop: Shop | null = null;
  private version = '';
  private loading: Promise<void> | null = null;

  private constructor(
    private readonly options: LiveShopOptions,
    private vectors: VectorIndex,
    /** By row, the hash of the text that its vector is of. */
    private readonly texts: Map<number, number>,
  ) {}

  static async open(options: LiveShopOptions): Promise<LiveShop> {
    const { file, encoder } = options;
    const kept = file === null ? null : await readVectors(file, encoder.id);
    const index = kept?.index ?? new VectorIndex(encoder.dimension);
    const live = new LiveShop(options, index, kept?.texts ?? new Map<number, number>());
    await live.load();
    return live;
  }

  /** As it was last read; null while the catalog is empty. */
  current(): Shop | null {
    if (this.loading === null && this.options.catalog.version !== this.version) {
      this.loading = this.load()
        .catch((error: Error) =>
          this.options.log.warn({ reason: error.message }, 'the catalog could not be read again'),
        )
        .finally(() => (this.loading = null));
    }
    return this.shop;
  }

  /** Resolves once nothing is being read. */
  async settled(): Promise<void> {
    this.current();
    await this.loading;
  }

  /** Products whose text has no vector yet get one; the shop is swapped when all have. */
  private async load(): Promise<void> {
    const { catalog } = this.options;
    const { version } = catalog;
    const since = performance.now();
    const shop = loadShop(catalog, this.vectors);
    const changed = this.changedRows(shop);
    const unknown = changed.filter((row) => !this.takeKnown(row, shop.product(row).description));
    for (let from = 0; from < unknown.length; from += TEXTS_AT_ONCE) {
      const rows = unknown.slice(from, from + TEXTS_AT_ONCE);
      const texts = rows.map((row) => shop.product(row).description);
      const vectors = await this.options.encode(texts);
      const { dimension } = this.vectors;
      rows.forEach((row, at) =>
        this.take(row, texts[at], vectors.slice(at * dimension, (at + 1) * dimension)),
      );
      await new Promise(setImmediate);
    }
    this.shop = shop.size > 0 ? shop : null;
    this.version = version;
    const milliseconds = Math.round(performance.now() - since);
    this.options.log.info({ products: shop.size, encoded: unknown.length, milliseconds }, 'the shop is read');
    if (changed.length > 0) await this.keep(shop);
  }

  private take(row: number, text: string, vector: Float32Array): void {
    this.vectors.set(row, vector);
    this.texts.set(row, textHash(text));
  }

  private takeKnown(row: number, text: string): boolean {
    const vector = this.options.known(text);
    if (vector) this.take(row, text, vector);
    return vector !== null;
  }

  /** Forgets the vectors of products that are gone, and tells those that have none of their text. */
  private changedRows(shop: Shop): number[] {
    for (const row of [...this.texts.keys()]) {
      if (shop.has(row)) continue;
      this.vectors.remove(row);
      this.texts.delete(row);
    }
    return shop.rows().filter((row) => this.texts.get(row) !== textHash(shop.product(row).description));
  }

  private async keep(shop: Shop): Promise<void> {
    const { file, encoder, log } = this.options;
    if (file === null) return;
    try {
      await keepVectors(file, encoder.id, this.vectors, (row) => shop.product(row).description);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'the vectors of products could not be kept');
    }
  }
}
