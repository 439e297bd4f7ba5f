import { readProducts } from '../engine/modelDirectory';
import type { Catalog } from '../registry/catalog';
import { sharedProducts, type SharedProducts } from '../shop/sameShop';

/** Share of a model's products that are in a catalog; null if the directory lists none. */
export async function sharedWith(catalog: Catalog, directory: string): Promise<SharedProducts | null> {
  const products = await readProducts(directory).catch(() => []);
  return sharedProducts(products, (sku) => catalog.product(sku)?.description ?? null);
}
