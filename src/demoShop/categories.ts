/** A kind of product: its weekly units and price before the effect of any word. */
interface ProductType {
  words: readonly string[];
  units: number;
  price: number;
  materials: readonly string[];
}

/**
 * A category with its season: units are multiplied by exp(height * bump). Over the year, bump runs from -1 to 1
 * (`width` null), or is a Gaussian of `width` weeks around the ISO week `peak`. `growth` is per year.
 */
export interface Category {
  name: string;
  code: string;
  season: { peak: number; height: number; width: number | null };
  growth: number;
  types: readonly ProductType[];
}

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

function type(
  words: readonly string[],
  units: number,
  price: number,
  materials: readonly string[],
): ProductType {
  return { words, units, price, materials };
}
