import { skuKey } from '../common/sku';
import { finishGradually } from '../common/steps';
import type { AnalogEntry } from '../contract/head';
import type { ModelDirectory } from '../engine/modelDirectory';
import type { Catalog } from '../registry/catalog';
import { exampleRow } from '../shop/exampleRow';
import { sharedProducts, type SharedProducts } from '../shop/sameShop';
import type { Shop } from '../shop/shop';
import type { LiveShop } from './liveShop';

/** A model and the catalog are compared again once this share of the products was added or removed. */
const CHANGED_SHARE = 0.01;

interface Comparison {
  live: Shop;
  /** Changes that the shop had seen by then. */
  changes: number;
  same: boolean;
}

/**
 * The shop in which a model looks up neighbours: the catalog's if it is the shop that the model was trained on, else
 * the model's own.
 */
export class ModelShops {
  /** By model: when it was compared, with what, and whether both are the same shop. */
  private readonly compared = new WeakMap<ModelDirectory, Comparison>();
  /** By model: which of its products the catalog had when its latest product was that one. */
  private readonly known = new WeakMap<ModelDirectory, { latest: string; shared: SharedProducts | null }>();

  /** The answer for this turn of the event loop: requests served in the same turn share it. */
  private asked: { live: Shop | null; latest: string | null } | null = null;

  constructor(
    private readonly live: LiveShop | null,
    private readonly catalog: Catalog,
  ) {}

  /** Resolves once the shop in memory has the catalog as it was at the call. */
  async followed(): Promise<void> {
    await this.live?.followed();
  }

  /** Null for a model that looks nothing up. */
  shopOf(model: ModelDirectory): Shop | null {
    const { live } = this.now();
    if (!model.snapshot) return null;
    return live && this.isOfShop(model, live) ? live : grown(model.snapshot);
  }

  /**
   * A product to try a model with: from the catalog, or from the model's own shop if the catalog is empty or is a
   * synthetic shop unknown to the model. Null if there is none.
   */
  example(model: ModelDirectory): AnalogEntry | null {
    const isMadeUp = this.catalog.synthetic && !this.shared(model)?.same;
    const shop = (isMadeUp ? null : this.now().live) ?? model.snapshot;
    const row = shop ? exampleRow(shop) : -1;
    return shop && row >= 0 ? shop.analog(row) : null;
  }

  private isOfShop(model: ModelDirectory, live: Shop): boolean {
    const known = this.compared.get(model);
    if (known?.live === live && live.changes - known.changes <= model.analogs.length * CHANGED_SHARE)
      return known.same;
    const same = isSame(model, live);
    this.compared.set(model, { live, changes: live.changes, same });
    return same;
  }

  /** How many of a model's products the catalog has; null if it is empty, and for a model of a table. */
  shared(model: ModelDirectory): SharedProducts | null {
    const { latest } = this.now();
    if (latest === null || model.manifest.schema.mode !== 'demand') return null;
    const known = this.known.get(model);
    if (known?.latest === latest) return known.shared;
    const shared = sharedProducts(model.analogs, (sku) => this.catalog.product(sku)?.description ?? null);
    this.known.set(model, { latest, shared });
    return shared;
  }

  private now() {
    if (this.asked) return this.asked;
    const latestProduct = this.catalog.numbered.latest;
    this.asked = {
      live: this.live?.current() ?? null,
      latest: latestProduct && JSON.stringify(latestProduct),
    };
    setImmediate(() => (this.asked = null));
    return this.asked;
  }
}

/** A shop in use from now on: the graph of its vectors is built in the background. */
function grown(shop: Shop): Shop {
  if (shop.vectors.wantsGraph) void finishGradually(shop.vectors.building());
  return shop;
}

function isSame({ analogs }: ModelDirectory, live: Shop): boolean {
  const textOf = (sku: string) => {
    const row = live.row(skuKey(sku));
    return row < 0 ? null : live.product(row).description;
  };
  return sharedProducts(analogs, textOf)?.same ?? false;
}
