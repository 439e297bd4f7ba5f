import type { Catalog } from '../registry/catalog';
import { isLocked } from '../registry/database/database';
import { heldSince, loadShop, putSales } from '../shop/loadShop';
import type { Shop } from '../shop/shop';
import type { ServingLog } from './servingLog';
import { ShopVectors, type ShopVectorsOptions } from './shopVectors';

/** Up to this many changed products are read before answering; more are read in the background. */
const READ_AT_ONCE = 256;
/** Texts encoded before a server is ready; further vectors follow while it serves. */
const ENCODED_FIRST = 20_000;
const RETRY_MS = 5000;
/** Up to this many texts, callers wait for the encoding. */
const AWAITED = 1024;
/** Up to this many products, callers wait for the graph of neighbours. */
const AWAITED_GRAPH = 10_000;

export interface LiveShopOptions extends ShopVectorsOptions {
  catalog: Catalog;
}

/**
 * The catalog's shop in memory. It follows every change that this or another program writes to the catalog: products
 * that changed are read again before the next question. New texts become neighbours once they are encoded.
 */
export class LiveShop {
  private shop: Shop;
  private version = '';
  /** Number of the last change that the shop has. */
  private sequence = 0;
  /** Work in the background. */
  private reading: Promise<void> | null = null;
  private encoding: Promise<void> | null = null;
  private growing: Promise<void> | null = null;
  private encodeAfter = 0;
  private closing = false;

  private constructor(
    private readonly catalog: Catalog,
    private readonly vectors: ShopVectors,
    private readonly log: ServingLog,
    shop: Shop,
  ) {
    this.shop = shop;
  }

  static async open(options: LiveShopOptions): Promise<LiveShop> {
    const { catalog, log } = options;
    const since = performance.now();
    const vectors = await ShopVectors.open(options);
    const { sequence } = catalog.numbered;
    const shop = await loadShop(catalog, vectors.index);
    const live = new LiveShop(catalog, vectors, log, shop);
    live.sequence = sequence;
    await vectors.follow(shop);
    const milliseconds = Math.round(performance.now() - since);
    log.info({ products: shop.size, unencoded: vectors.missing, milliseconds }, 'the shop is read');
    live.encode();
    if (vectors.missing <= ENCODED_FIRST) await live.settled();
    return live;
  }

  /** The shop as the catalog is now; null while it is empty. */
  current(): Shop | null {
    this.follow();
    return this.shop.size > 0 ? this.shop : null;
  }

  /**
   * Resolves once the shop is up to date with the catalog, including the vectors of its texts unless there are very
   * many.
   */
  async followed(): Promise<void> {
    this.follow();
    while (this.reading) {
      await this.reading;
      this.follow();
    }
    if (this.vectors.missing <= AWAITED) await this.encoding;
  }

  /** Resolves once everything is read and encoded, or has failed. */
  async settled(): Promise<void> {
    this.follow();
    while (this.reading ?? this.encoding) {
      await Promise.all([this.reading, this.encoding]);
      this.follow();
    }
  }

  /** Saves what is to survive a restart. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all([this.reading, this.encoding, this.growing]);
    await this.vectors.keep(true);
  }

  private follow(): void {
    if (this.reading || this.closing) return;
    try {
      const { version } = this.catalog;
      if (version !== this.version) {
        if (this.mustReload()) this.read(() => this.reload());
        else if (!this.readChanges()) this.read(() => this.catchUp());
        else this.version = version;
      }
      if (this.vectors.unsettled && performance.now() >= this.encodeAfter) this.encode();
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
  }

  private read(task: () => Promise<void>): void {
    this.reading = task()
      .catch((error: Error) =>
        this.log.warn({ reason: error.message }, 'the shop in memory could not follow the catalog'),
      )
      .finally(() => (this.reading = null));
  }

  private encode(): void {
    if (this.encoding) return;
    this.encoding = this.vectors
      .encode(
        () => this.shop,
        () => this.closing,
      )
      .then(() => this.grow())
      .then(() => this.vectors.keep())
      .catch((error: Error) => {
        this.encodeAfter = performance.now() + RETRY_MS;
        this.log.warn(
          { reason: error.message },
          'texts of products could not be encoded; they are tried again',
        );
      })
      .finally(() => (this.encoding = null));
  }

  /** Callers wait only for small shops; in large ones all products are compared until the graph is ready. */
  private async grow(): Promise<void> {
    this.growing ??= this.vectors.grow(() => this.closing).finally(() => (this.growing = null));
    if (this.shop.size <= AWAITED_GRAPH) await this.growing;
    else
      void this.growing
        .then(() => this.vectors.keep())
        .catch((error: Error) =>
          this.log.warn(
            { reason: error.message },
            'the graph of neighbours cannot be kept; all are compared',
          ),
        );
  }

  /** Reads some of the products that changed; true once none is left. */
  private readChanges(): boolean {
    const { catalog, shop, vectors } = this;
    // Read first: a week that is closed meanwhile counts once its sales have been read too.
    const { lastWeek } = catalog;
    const changes = catalog.numbered.changedAfter(this.sequence, READ_AT_ONCE);
    for (const { id, product, sequence } of changes) {
      if (product) {
        shop.setProduct(id, product);
        shop.changeSales(id, (sales) => putSales(sales, product));
        vectors.changed(shop, id);
      } else {
        vectors.forget(shop, id);
        shop.removeProduct(id);
      }
      this.sequence = sequence;
    }
    if (changes.length === READ_AT_ONCE) return false;
    if (lastWeek !== null) shop.closeWeeks(lastWeek + 1);
    return true;
  }

  private async catchUp(): Promise<void> {
    const since = performance.now();
    do await new Promise(setImmediate);
    while (!this.closing && !this.readChanges());
    const milliseconds = Math.round(performance.now() - since);
    this.log.info(
      { products: this.shop.size, milliseconds },
      'the shop has what was written into the catalog',
    );
  }

  /** Whether the catalog's first or last week differs from what is held. */
  private mustReload(): boolean {
    const { sales } = this.shop;
    const { lastWeek } = this.catalog;
    if (lastWeek === null) return false;
    return lastWeek + 1 < sales.end || heldSince(this.catalog, sales.firstWeek) !== sales.firstWeek;
  }

  private async reload(): Promise<void> {
    const { sequence } = this.catalog.numbered;
    const shop = await loadShop(this.catalog, this.vectors.index);
    this.sequence = sequence;
    this.shop = shop;
    await this.vectors.follow(shop);
    this.log.info({ products: shop.size }, 'the shop is read again');
  }
}
