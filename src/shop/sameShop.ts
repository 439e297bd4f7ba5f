/** A product of a model, as the model's directory names it. */
export interface NamedProduct {
  sku: string;
  description: string;
}

/** How much of a model's products a catalog has. */
export interface SharedProducts {
  /** Share of them whose code the catalog has. */
  share: number;
  /** Whether they are products of one shop. */
  same: boolean;
}

/** Of more products than this, so many at even distances are looked for. */
const MOST_LOOKED_FOR = 512;
/** Codes such as 1, 2, 3 are in every shop: some of the words must be the same as well. */
const LEAST_SHARE = 0.5;
const LEAST_SAME_WORDS = 0.25;

/**
 * Whether the products that a model was trained on are those of a catalog: at least half of their codes are known there,
 * and of those at least a quarter with the same words. `textOf` gives a code's description in the catalog, null for none.
 * Null for a model that names no products.
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
