import { keysOf } from '../common/keysOf';
import { CATEGORIES, type Category } from './categories';
import { BRANDS, COLOURS, EFFECTS, MATERIALS, SIZES, STYLES, type Word } from './lexicon';
import type { ShopRandom } from './random';

/** A product of the demo shop, and what its sales depend on. */
export interface DemoProduct {
  sku: string;
  description: string;
  category: Category;
  /** Weekly units at the usual price, in a mean season, without promotion and long after the launch. */
  level: number;
  /** Price expected from its words. */
  usualPrice: number;
}

type Said = Record<'type' | 'material' | 'colour' | 'style' | 'size' | 'brand', string>;

/** Templates of descriptions. */
const TEMPLATES: readonly ((said: Said) => string)[] = [
  ({ type, material, colour, style, size }) => `${style} ${material} ${type} in ${colour}, ${size}`,
  ({ type, material, colour, style, size, brand }) =>
    `${brand} ${type}, ${style}, ${material}, ${colour}, ${size}`,
  ({ type, material, colour, style, size, brand }) =>
    `${colour} ${material} ${type} by ${brand}, ${style}, ${size}`,
  ({ type, material, colour, size, brand }) => `${brand} ${material} ${type} ${colour} ${size}`,
  ({ type, material, colour, style }) => `${style} ${type} made of ${material}, ${colour}`,
];

/** Products with composed descriptions, all different. */
export function composeProducts(count: number, random: ShopRandom): DemoProduct[] {
  const products: DemoProduct[] = [];
  const taken = new Set<string>();
  while (products.length < count) {
    const category = CATEGORIES[products.length % CATEGORIES.length];
    const product = compose(category, random);
    if (taken.has(product.description)) continue;
    taken.add(product.description);
    const number = Math.floor(products.length / CATEGORIES.length) + 101;
    products.push({ ...product, sku: `${category.code}-${number}` });
  }
  return products;
}

function compose(category: Category, random: ShopRandom): Omit<DemoProduct, 'sku'> {
  const type = random.pick(category.types);
  const chosen = {
    material: MATERIALS[random.pick(type.materials)],
    colour: random.pick(COLOURS),
    style: random.pick(STYLES),
    size: random.pick(SIZES),
    brand: random.pick(BRANDS),
  };
  const say = (word: { words: readonly string[] }): string => random.pick(word.words);
  const said: Said = {
    type: say(type),
    material: say(chosen.material),
    colour: say(chosen.colour),
    style: say(chosen.style),
    size: say(chosen.size),
    brand: say(chosen.brand),
  };
  const template = random.pick(TEMPLATES);
  const description = capitalised(template(said));
  /** A word that the template omits has no effect. */
  const spoken: Word[] = keysOf(chosen)
    .filter((part) => template({ ...said, [part]: '' }) !== template(said))
    .map((part) => chosen[part]);
  const effect = spoken.reduce((sum, word) => sum + word.effect, EFFECTS.own * random.normal());
  const price = spoken.reduce((product, word) => product * word.price, type.price);
  return { description, category, level: type.units * Math.exp(effect), usualPrice: price };
}

function capitalised(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
