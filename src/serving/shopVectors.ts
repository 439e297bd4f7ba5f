import { messageOf } from '../common/thrown';
import { ShelfcastError } from '../contract/errors';
import { finishGradually } from '../common/steps';
import type { Shop } from '../shop/shop';
import { keepVectors, readVectors, textHash } from '../shop/vectors/vectorFiles';
import { VectorIndex } from '../shop/vectors/vectorIndex';
import type { ServingLog } from './servingLog';

/** Texts encoded in one go, so that requests have their turn. */
const TEXTS_AT_ONCE = 256;
/** The files are written once this share of the vectors is new; in small shops with every change. */
const NEW_SHARE = 1 / 16;
const FEW = 20_000;
/** Writing large files keeps a core busy; this many times as long passes before the next write. */
const REST = 20;
/** Milliseconds until the next attempt after a failed write. */
const RETRY_MS = 30_000;

export interface ShopVectorsOptions {
  /** The encoder of the vectors; another one gives other vectors. */
  encoder: { id: string; dimension: number };
  /** A text's unit vector [D] if known already, for example of a product that a model was trained with. */
  known: (text: string) => Float32Array | null;
  /** Unit vectors of texts, row-major [T, D]. */
  encode: (texts: readonly string[]) => Promise<Float32Array>;
  /** Where vectors are kept across restarts; null: nowhere. */
  file: string | null;
  log: ServingLog;
}

/**
 * The vectors of a shop's products: texts without a vector are encoded, and the results stored next to the database.
 */
export class ShopVectors {
  /** By row: hash of the text whose vector is in the index; NaN if there is none. */
  private hashes = new Float64Array();
  /** Rows whose texts have no vector yet. */
  private readonly waiting = new Set<number>();
  /** Vectors added or removed since the files were written. */
  private unkept = 0;
  /** Whether the files hold the vector of a removed product. */
  private mustForget = false;
  private restUntil = -Infinity;
  /** Set while the files are written. */
  private keeping: Promise<void> | null = null;

  private constructor(
    private readonly options: ShopVectorsOptions,
    readonly index: VectorIndex,
  ) {}

  static async open(options: ShopVectorsOptions): Promise<ShopVectors> {
    const { file, encoder } = options;
    const kept = file === null ? null : await readVectors(file, encoder.id);
    const vectors = new ShopVectors(options, kept?.index ?? new VectorIndex(encoder.dimension));
    kept?.rows.forEach((row, at) => vectors.setHash(row, kept.hashes[at]));
    return vectors;
  }

  /** Texts that have no vector yet. */
  get missing(): number {
    return this.waiting.size;
  }

  /** Whether something is to be encoded or kept. */
  get unsettled(): boolean {
    return this.waiting.size > 0 || (this.mustForget && !this.rests && !this.keeping);
  }

  private get rests(): boolean {
    return performance.now() < this.restUntil;
  }

  /** Takes over all of a shop's texts. */
  follow(shop: Shop): Promise<void> {
    return finishGradually(this.following(shop));
  }

  /** Takes over a product's current text. */
  changed(shop: Shop, row: number): void {
    const { description } = shop.product(row);
    if (this.hashes[row] === textHash(description)) return;
    this.forget(shop, row);
    if (description === '') return;
    const known = this.options.known(description);
    if (known) this.take(shop, row, description, known);
    else this.waiting.add(row);
  }

  /** A product was removed, or has another text. */
  forget(shop: Shop, row: number): void {
    this.waiting.delete(row);
    if (!this.index.has(row)) return;
    shop.removeVector(row);
    this.hashes[row] = NaN;
    this.unkept += 1;
    this.mustForget = true;
  }

  /** Encodes waiting texts, unless it is to stop. Rejects if that fails; they then keep waiting. */
  async encode(shopNow: () => Shop, isStopped: () => boolean): Promise<void> {
    while (this.waiting.size > 0 && !isStopped()) {
      const asked = shopNow();
      const rows = firstOf(this.waiting, TEXTS_AT_ONCE).filter(
        (row) => asked.has(row) || !this.waiting.delete(row),
      );
      const texts = rows.map((row) => asked.product(row).description);
      const vectors = await this.vectorsOf(texts);
      const taking = rows.map((row, at) => ({ row, text: texts[at], vector: vectors[at] }));
      await finishGradually(this.takingAll(shopNow, taking));
      await new Promise(setImmediate);
    }
  }

  /** Adds vectors, each of which takes long in a large shop. */
  private *takingAll(
    shopNow: () => Shop,
    encoded: readonly { row: number; text: string; vector: Float32Array | null }[],
  ): Generator<void> {
    for (const { row, text, vector } of encoded) {
      const shop = shopNow();
      // It may have changed meanwhile.
      if (!this.waiting.has(row) || !shop.has(row) || shop.product(row).description !== text) continue;
      this.waiting.delete(row);
      if (vector) this.take(shop, row, text, vector);
      else this.setHash(row, textHash(text));
      yield;
    }
  }

  /** Builds the graph of neighbours in the background, once there are too many products to do without. */
  async grow(isStopped: () => boolean): Promise<void> {
    if (!this.index.wantsGraph) return;
    await finishGradually(stoppable(this.index.building(), isStopped));
    this.unkept = this.index.size;
  }

  /** Null for a text that crashes inference processes: its product is nobody's neighbour by vector. */
  private async vectorsOf(texts: readonly string[]): Promise<(Float32Array | null)[]> {
    const { dimension } = this.index;
    try {
      const vectors = await this.options.encode(texts);
      return texts.map((_, at) => vectors.slice(at * dimension, (at + 1) * dimension));
    } catch (error) {
      if (!(error instanceof ShelfcastError && error.code === 'text_refused')) throw error;
      if (texts.length > 1) return (await Promise.all(texts.map((text) => this.vectorsOf([text])))).flat();
      this.options.log.warn({}, "a product's text is refused; it has no vector, and is no neighbour by one");
      return [null];
    }
  }

  /**
   * Writes the files when it is time; `now`: whenever anything changed, because nobody is served. Large files are
   * written in the background.
   */
  async keep(now = false): Promise<void> {
    if (this.keeping && now) await this.keeping;
    const { size } = this.index;
    const isTime = this.mustForget || size <= FEW || this.unkept >= size * NEW_SHARE;
    if (this.keeping || this.options.file === null || this.unkept === 0) return;
    if (!now && (!isTime || this.rests)) return;
    this.keeping = this.write(this.options.file, !now && size > FEW).finally(() => (this.keeping = null));
    if (now || size <= FEW) await this.keeping;
  }

  private async write(file: string, served: boolean): Promise<void> {
    const { encoder, log } = this.options;
    const { unkept, mustForget } = this;
    this.unkept = 0;
    this.mustForget = false;
    const since = performance.now();
    try {
      await keepVectors(file, this.index, { encoder: encoder.id, hashOf: (row) => this.hashes[row], served });
      if (served) this.restUntil = performance.now() + REST * (performance.now() - since);
    } catch (error) {
      this.unkept += unkept;
      this.mustForget ||= mustForget;
      this.restUntil = performance.now() + RETRY_MS;
      log.warn({ reason: messageOf(error) }, 'the vectors of products could not be kept; it is tried again');
    }
  }

  private *following(shop: Shop): Generator<void> {
    for (const row of this.index.rows()) {
      if (!shop.has(row)) this.forget(shop, row);
      yield;
    }
    for (const row of shop.rows()) {
      if (shop.has(row)) this.changed(shop, row);
      yield;
    }
  }

  private take(shop: Shop, row: number, text: string, vector: Float32Array): void {
    shop.setVector(row, vector);
    this.setHash(row, textHash(text));
    this.unkept += 1;
  }

  private setHash(row: number, hash: number): void {
    if (row >= this.hashes.length) {
      const longer = new Float64Array(Math.ceil((row + 1) * 1.1)).fill(NaN);
      longer.set(this.hashes);
      this.hashes = longer;
    }
    this.hashes[row] = hash;
  }
}

function firstOf<T>(values: Iterable<T>, most: number): T[] {
  const first: T[] = [];
  for (const value of values) if (first.push(value) === most) break;
  return first;
}

function* stoppable(steps: Iterable<void>, isStopped: () => boolean): Generator<void> {
  for (const step of steps) {
    if (isStopped()) return;
    yield step;
  }
}
