/** A word of the demo shop with its true effect: weekly units are multiplied by exp(effect), the price by `price`. */
export interface Word {
  /** Ways to say it; all have the same effect. */
  words: readonly string[];
  effect: number;
  price: number;
}

/** A kind of product: weekly units and price before any word has its effect. */
interface ProductType {
  words: readonly string[];
  units: number;
  price: number;
  materials: readonly string[];
}

/**
 * A category with its year: units are multiplied by exp(height * bump), where bump runs from -1 to 1 over the year
 * (`width` null) or is a Gaussian of `width` weeks, at its highest in the ISO week `peak`; `growth` is a year's.
 */
export interface Category {
  name: string;
  code: string;
  season: { peak: number; height: number; width: number | null };
  growth: number;
  types: readonly ProductType[];
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

const CERAMIC = ['stoneware', 'porcelain', 'enamel', 'glass'];
const CLOTH = ['linen', 'cotton', 'wool'];
const BOARD = ['wood', 'metal', 'plastic', 'bamboo'];

export const CATEGORIES: readonly Category[] = [
  {
    name: 'kitchen',
    code: 'KIT',
    season: { peak: 49, height: 0.25, width: null },
    growth: 0.05,
    types: [
      type(['mug', 'coffee cup'], 26, 9, CERAMIC),
      type(['teapot'], 5, 28, CERAMIC),
      type(['mixing bowl', 'salad bowl'], 8, 19, [...CERAMIC, 'wood']),
      type(['chopping board'], 9, 22, ['wood', 'bamboo', 'plastic']),
      type(['storage jar'], 16, 12, CERAMIC),
      type(['egg cup'], 11, 5, CERAMIC),
      type(['fondue set'], 0.7, 54, ['stoneware', 'enamel', 'metal']),
    ],
  },
  {
    name: 'candles',
    code: 'CAN',
    season: { peak: 48, height: 0.6, width: null },
    growth: 0.12,
    types: [
      type(['scented candle', 'fragrance candle'], 30, 12, ['soy', 'paraffin']),
      type(['tea light holder'], 34, 5, ['glass', 'metal', 'brass', 'stoneware']),
      type(['lantern'], 8, 24, ['metal', 'brass', 'wood', 'wicker']),
      type(['pillar candle'], 14, 8, ['soy', 'paraffin']),
      type(['candelabra'], 0.6, 60, ['brass', 'metal']),
    ],
  },
  {
    name: 'garden',
    code: 'GAR',
    season: { peak: 19, height: 0.9, width: null },
    growth: 0.08,
    types: [
      type(['watering can'], 9, 21, ['metal', 'plastic', 'brass']),
      type(['planter', 'flower pot'], 20, 14, ['terracotta', 'stoneware', 'plastic', 'wicker']),
      type(['bird feeder'], 10, 16, ['metal', 'wood', 'glass']),
      type(['trowel', 'hand fork'], 7, 11, ['metal', 'wood']),
      type(['garden gloves'], 12, 10, ['leather', 'cotton']),
      type(['sundial'], 0.5, 48, ['brass', 'metal']),
    ],
  },
  {
    name: 'textiles',
    code: 'TEX',
    season: { peak: 46, height: 0.3, width: null },
    growth: -0.04,
    types: [
      type(['cushion cover', 'pillow cover'], 15, 15, CLOTH),
      type(['throw blanket'], 6, 39, CLOTH),
      type(['tea towel'], 24, 7, ['linen', 'cotton']),
      type(['apron'], 6, 19, ['linen', 'cotton', 'canvas']),
      type(['tablecloth'], 4, 32, ['linen', 'cotton']),
    ],
  },
  {
    name: 'stationery',
    code: 'STA',
    season: { peak: 35, height: 0.5, width: null },
    growth: -0.08,
    types: [
      type(['notebook', 'journal'], 28, 8, ['paper', 'leather', 'canvas']),
      type(['pencil case'], 13, 9, ['canvas', 'leather', 'felt']),
      type(['greeting card'], 40, 3, ['paper']),
      type(['wrapping paper', 'gift wrap'], 30, 4, ['paper']),
      type(['desk organiser'], 5, 24, BOARD),
      type(['wax seal kit'], 0.8, 26, ['brass', 'wood']),
    ],
  },
  {
    name: 'toys',
    code: 'TOY',
    season: { peak: 49, height: 1.1, width: 5 },
    growth: 0.03,
    types: [
      type(['building blocks'], 10, 24, ['wood', 'plastic']),
      type(['jigsaw puzzle'], 14, 14, ['wood', 'paper']),
      type(['cuddly rabbit', 'soft toy bear'], 16, 17, ['cotton', 'wool', 'felt']),
      type(['toy train'], 7, 29, ['wood', 'metal', 'plastic']),
      type(['skipping rope'], 6, 8, ['cotton', 'plastic']),
      type(['marionette'], 0.6, 42, ['wood', 'felt']),
    ],
  },
  {
    name: 'outdoor',
    code: 'OUT',
    season: { peak: 28, height: 1, width: null },
    growth: 0.15,
    types: [
      type(['picnic basket', 'picnic hamper'], 6, 42, ['wicker', 'wood']),
      type(['water bottle', 'drinking bottle'], 24, 17, ['metal', 'glass', 'plastic']),
      type(['beach bag', 'tote bag'], 14, 18, ['canvas', 'cotton', 'wicker']),
      type(['camping lamp'], 7, 27, ['metal', 'brass', 'plastic']),
      type(['hammock'], 2, 65, ['cotton', 'canvas']),
    ],
  },
  {
    name: 'christmas',
    code: 'XMA',
    season: { peak: 48, height: 3, width: 3.5 },
    growth: 0.02,
    types: [
      type(['Christmas bauble', 'tree ornament'], 6, 5, ['glass', 'felt', 'wood', 'porcelain']),
      type(['advent calendar'], 3, 18, ['paper', 'wood', 'felt']),
      type(['Christmas stocking'], 3, 14, ['wool', 'felt', 'cotton']),
      type(['Christmas wreath'], 2, 26, ['wicker', 'felt']),
    ],
  },
  {
    name: 'storage',
    code: 'STO',
    season: { peak: 2, height: 0.3, width: null },
    growth: 0,
    types: [
      type(['storage box', 'keepsake box'], 15, 16, [...BOARD, 'felt', 'wicker']),
      type(['wall hook', 'coat hook'], 18, 7, ['metal', 'brass', 'wood']),
      type(['laundry basket'], 5, 34, ['wicker', 'canvas', 'bamboo', 'plastic']),
      type(['magazine rack'], 1.2, 36, ['wood', 'metal', 'leather']),
    ],
  },
  {
    name: 'bath',
    code: 'BAT',
    season: { peak: 50, height: 0.15, width: null },
    growth: 0.06,
    types: [
      type(['soap dish'], 13, 9, [...CERAMIC, 'bamboo', 'brass']),
      type(['bath towel'], 11, 23, ['cotton', 'linen']),
      type(['bath mat'], 8, 19, ['cotton', 'bamboo']),
      type(['toothbrush holder', 'bathroom tumbler'], 12, 10, [...CERAMIC, 'bamboo']),
    ],
  },
];

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

/** Effects that do not hang on words: units go with (price / usual price) ^ elasticity; age in weeks since launch. */
export const EFFECTS = {
  elasticity: -1.3,
  launch: [-0.5, 0.1, 0.4, 0.45, 0.35, 0.25, 0.15, 0.1, 0.05],
  /** Standard deviation of what is a product's own and no word tells. */
  own: 0.3,
  /** Of the negative binomial of weekly units: the variance is mean + mean^2 / dispersion. */
  dispersion: 6,
} as const;

function word(words: readonly string[], effect: number, price = 1): Word {
  return { words, effect, price };
}

function type(
  words: readonly string[],
  units: number,
  price: number,
  materials: readonly string[],
): ProductType {
  return { words, units, price, materials };
}
