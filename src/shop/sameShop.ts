/** A product of a model, as listed in the model's directory. */
export interface NamedProduct {
  sku: string;
  description: string;
}

/** How many of a model's products a catalog has. */
export interface SharedProducts {
  /** Share of them whose code is in the catalog. */
  share: number;
  /** Whether they are products of the same shop. */
  same: boolean;
}

/** Of more products than this, a sample of this size at even distances is checked. */
const MOST_LOOKED_FOR = 512;
/** Codes such as 1, 2, 3 occur in every shop: some descriptions must be the same as well. */
const LEAST_SHARE = 0.5;
const LEAST_SAME_WORDS = 0.25;

/**
 * Whether the products that a model was trained on are those of a catalog: at least half of their codes are in it, and
 * of those at least a quarter with the same words. `textOf` gives a code's description in the catalog, null for none.
 * Null for a model that lists no products.
 */
export function sharedProducts(
  products: readonly NamedProduct[],
  textOf: (sku: string) => string | null,
): SharedProducts | null {
  if (products.length === 0) return null;
  const count = Math.min(products.length, MOST_LOOKED_FOR);
  const looked = Array.from(
    { length: count },
    (_, at) => products[Math.floor((at * products.length) / count)],
  );
  const found = looked.flatMap(({ sku, description }) => {
    const text = textOf(sku);
    return text === null ? [] : [sameWords(text, description)];
  });
  const share = found.length / count;
  const words = found.filter(Boolean).length;
  return { share, same: share >= LEAST_SHARE && words >= found.length * LEAST_SAME_WORDS };
}

function sameWords(a: string, b: string): boolean {
  const words = (text: string) => text.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');
  return words(a) === words(b);
}
