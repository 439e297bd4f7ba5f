import type { ModelDirectory } from '../engine/modelDirectory';
import { skuKey } from '../common/sku';
import type { Shop } from '../shop/shop';
import type { LiveShop } from './liveShop';

/** Share of a model's products that the catalog must have to be of the same shop. */
const SAME_SHOP = 0.5;

/** In which shop a model looks its neighbours up: the catalog's where it is the one that the model knows, else its own. */
export class ShopShelf {
  /** Per model, the catalog's shop that it was compared with, and whether they are the same. */
  private readonly compared = new WeakMap<ModelDirectory, { live: Shop; same: boolean }>();

  constructor(private readonly live: LiveShop | null) {}

  /** Null for a model that looks nothing up. */
  shopOf(model: ModelDirectory): Shop | null {
    const live = this.live?.current() ?? null;
    if (!model.snapshot || !live) return model.snapshot;
    const known = this.compared.get(model);
    const same = known?.live === live ? known.same : isSame(model, live);
    if (known?.live !== live) this.compared.set(model, { live, same });
    return same ? live : model.snapshot;
  }
}

function isSame({ analogs }: ModelDirectory, live: Shop): boolean {
  const shared = analogs.filter(({ sku }) => live.row(skuKey(sku)) >= 0).length;
  return shared > 0 && shared >= analogs.length * SAME_SHOP;
}
