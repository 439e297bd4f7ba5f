/** A word of the demo shop with its true effect: weekly units are multiplied by exp(effect), the price by `price`. */
export interface Word {
  /** Synonyms; all have the same effect. */
  words: readonly string[];
  effect: number;
  price: number;
}

export const COLOURS: readonly Word[] = [
  word(['red', 'crimson', 'cherry red'], 0.3),
  word(['navy blue', 'sky blue', 'cobalt'], 0.1),
  word(['moss green', 'sage green', 'olive'], 0.2),
  word(['beige', 'sand', 'oatmeal'], -0.15),
  word(['black', 'charcoal'], 0),
  word(['white', 'ivory'], 0.05),
  word(['mustard yellow', 'lemon yellow'], -0.2),
  word(['blush pink', 'rose pink'], 0.25),
  word(['grey', 'taupe'], -0.35),
  word(['lavender', 'plum'], -0.1),
];

export const STYLES: readonly Word[] = [
  word(['vintage', 'retro'], 0.45, 1.1),
  word(['hand-painted', 'hand-decorated'], 0.3, 1.25),
  word(['floral', 'flower-patterned'], 0.25),
  word(['polka dot', 'spotted'], 0.2),
  word(['rustic', 'farmhouse'], 0.1),
  word(['striped'], 0),
  word(['minimalist', 'Scandinavian'], -0.05, 1.05),
  word(['geometric'], -0.2),
  word(['plain', 'undecorated'], -0.4, 0.9),
];

export const SIZES: readonly Word[] = [
  word(['mini'], -0.1, 0.6),
  word(['small'], 0.05, 0.8),
  word(['medium'], 0.1, 1),
  word(['large'], -0.1, 1.4),
  word(['extra large'], -0.4, 1.9),
  word(['set of 2'], 0.15, 1.8),
  word(['set of 4'], 0.3, 3),
];

export const BRANDS: readonly Word[] = [
  word(['Maple & Moth'], 0.3, 1.2),
  word(['Oakfern'], 0.2, 1.1),
  word(['Sunday Orchard'], 0.1, 1.05),
  word(['Tidewell'], 0, 1),
  word(['Quillow'], -0.1, 0.95),
  word(['Pellwick'], -0.3, 0.85),
];

export const MATERIALS: Readonly<Record<string, Word>> = {
  stoneware: word(['stoneware'], 0.1),
  porcelain: word(['porcelain', 'fine china'], 0, 1.3),
  enamel: word(['enamel'], 0.15, 0.95),
  glass: word(['glass'], -0.1, 0.9),
  wood: word(['oak', 'beech wood', 'walnut'], 0.2, 1.25),
  bamboo: word(['bamboo'], 0.05),
  metal: word(['steel', 'tin', 'iron'], -0.15, 1.05),
  brass: word(['brass', 'copper'], 0.1, 1.4),
  plastic: word(['plastic', 'recycled plastic'], -0.35, 0.6),
  terracotta: word(['terracotta'], 0.15, 0.9),
  linen: word(['linen'], 0.25, 1.4),
  cotton: word(['cotton', 'organic cotton'], 0.1),
  wool: word(['wool', 'merino wool'], 0, 1.6),
  felt: word(['felt'], -0.05, 0.8),
  paper: word(['paper', 'recycled paper'], 0, 0.8),
  leather: word(['leather'], 0.1, 1.8),
  soy: word(['soy wax', 'beeswax'], 0.25, 1.3),
  paraffin: word(['paraffin wax'], -0.2, 0.8),
  wicker: word(['wicker', 'rattan'], 0.2, 1.1),
  canvas: word(['canvas'], 0, 1),
};

/** Promotions: the text and its true effect on the log of the week's units. */
export const PROMOTIONS: readonly { text: string; effect: number }[] = [
  { text: 'Front page of the flyer', effect: 0.6 },
  { text: 'Inside page of the flyer', effect: 0.25 },
  { text: 'Display at the entrance', effect: 0.4 },
  { text: 'End-of-aisle display', effect: 0.3 },
  { text: '10% off', effect: 0.2 },
  { text: '25% off', effect: 0.55 },
  { text: '2 for 1', effect: 0.8 },
  { text: 'Recommended in the newsletter', effect: 0.15 },
];

/**
 * Effects other than those of words: units are proportional to (price / usual price) ^ elasticity; age is in weeks
 * since launch.
 */
export const EFFECTS = {
  elasticity: -1.3,
  launch: [-0.5, 0.1, 0.4, 0.45, 0.35, 0.25, 0.15, 0.1, 0.05],
  /** Standard deviation of a product's own effect, which no word explains. */
  own: 0.3,
  /** Dispersion of the negative binomial of weekly units: the variance is mean + mean^2 / dispersion. */
  dispersion: 6,
} as const;

function word(words: readonly string[], effect: number, price = 1): Word {
  return { words, effect, price };
}
