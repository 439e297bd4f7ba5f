import type { ModelDirectory } from '../engine/modelDirectory';
import { skuKey } from '../common/sku';
import type { Shop } from '../shop/shop';
import type { LiveShop } from './liveShop';

/** Share of a model's products that the catalog must have to be of the same shop. */
const SAME_SHOP = 0.5;

/** Share of so many products must come or go before they are compared again. */
const CHANGED_SHARE = 0.01;

interface Comparison {
  live: Shop;
  /** That the shop had seen by then. */
  changes: number;
  same: boolean;
}

/** In which shop a model looks its neighbours up: the catalog's where it is the one that the model knows, else its own. */
export class ShopShelf {
  /** Per model, what it was compared with when, and whether they are of the same shop. */
  private readonly compared = new WeakMap<ModelDirectory, Comparison>();

  constructor(private readonly live: LiveShop | null) {}

  /** Null for a model that looks nothing up. */
  shopOf(model: ModelDirectory): Shop | null {
    const live = this.live?.current() ?? null;
    if (!model.snapshot || !live) return model.snapshot;
    const known = this.compared.get(model);
    if (known?.live === live && live.changes - known.changes <= model.analogs.length * CHANGED_SHARE)
      return known.same ? live : model.snapshot;
    const same = isSame(model, live);
    this.compared.set(model, { live, changes: live.changes, same });
    return same ? live : model.snapshot;
  }
}

function isSame({ analogs }: ModelDirectory, live: Shop): boolean {
  const shared = analogs.filter(({ sku }) => live.row(skuKey(sku)) >= 0).length;
  return shared > 0 && shared >= analogs.length * SAME_SHOP;
}
