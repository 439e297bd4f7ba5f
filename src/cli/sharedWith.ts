import { readProducts } from '../engine/modelDirectory';
import type { Catalog } from '../registry/catalog';
import { sharedProducts, type SharedProducts } from '../shop/sameShop';

/** How much of the products of a model's directory a catalog has; null where the directory names none. */
export async function sharedWith(catalog: Catalog, directory: string): Promise<SharedProducts | null> {
  const products = await readProducts(directory).catch(() => []);
  return sharedProducts(products, (sku) => catalog.product(sku)?.description ?? null);
}
