import { weekOf } from '../../../../src/common/week';
import { demoPanel, generateDemoShop } from '../../../../src/demoShop/generate';
import { EFFECTS } from '../../../../src/demoShop/lexicon';
import { ShopRandom } from '../../../../src/demoShop/random';
import type { DemandPanel } from '../../../../src/ingest/panel';
import { PanelBuilder } from '../../../../src/ingest/panelBuilder';
import { demandResponse } from '../../../../src/training/demand/response/demandResponse';

const WEEKS = 60;
const FIRST_WEEK = weekOf('2024-01-01');

interface Shop {
  elasticity: number;
  products?: number;
  /** Chance of a new price in a week. */
  changes?: number;
  /** Log units for each unit of depth. */
  depth?: number;
  /** Units that a week's buyers buy at once, and the less each pays for it. */
  bulk?: boolean;
  seed?: number;
}

/**
 * Products of which dear ones sell more, in a shop whose demand and prices both rise before Christmas: between products
 * and weeks, price and units go together; within products they go as the elasticity says.
 */
function shop({
  elasticity,
  products = 60,
  changes = 0.06,
  depth = 0,
  bulk = false,
  seed = 1,
}: Shop): DemandPanel {
  const random = new ShopRandom(seed);
  const builder = new PanelBuilder([]);
  for (let product = 0; product < products; product++) {
    const usual = 2 + 18 * random.uniform();
    const level = usual * (0.5 + random.uniform());
    let price = usual;
    for (let t = 0; t < WEEKS; t++) {
      const season = t % 52 > 44 ? 0.8 : 0;
      if (random.uniform() < changes) price = usual * Math.exp(0.15 * season + 0.25 * random.normal());
      const percent = random.uniform() < 0.15 ? 5 * (1 + random.below(8)) : 0;
      const promotion = percent > 0 ? 0.2 + (depth * percent) / 100 : 0;
      const crowd = bulk && random.uniform() < 0.3;
      const mean =
        level * Math.exp(elasticity * Math.log(price / usual) + season + promotion) * (crowd ? 4 : 1);
      builder.add({
        sku: `P${product}`,
        week: FIRST_WEEK + t,
        units: random.negativeBinomial(mean, 6),
        price: crowd ? 0.8 * price : price,
        description: '',
        promoText: percent > 0 ? `${percent}% off` : '',
        extras: [],
      });
    }
  }
  return builder.build(FIRST_WEEK + WEEKS - 1).panel;
}

test.each([-0.6, -1.3, -2.5])('an elasticity of %p within products is found', (elasticity) => {
  const { price } = demandResponse(shop({ elasticity }));
  expect(Math.abs(price.value! / elasticity - 1)).toBeLessThan(0.2);
  expect(price.changes).toBeGreaterThan(100);
  expect(price.products).toBeGreaterThan(40);
});

test('that many units at once are cheaper is no elasticity', () => {
  expect(demandResponse(shop({ elasticity: -0.8, bulk: true })).price.value).toBeCloseTo(-0.8, 0);
  const { value } = demandResponse(shop({ elasticity: 0, bulk: true })).price;
  expect(value ?? 0).toBeGreaterThan(-0.3);
});

test('prices that raise demand are taken for no effect', () => {
  expect(demandResponse(shop({ elasticity: 0.8 })).price.value).toBeNull();
});

test.each([
  ['too few changes', { elasticity: -1.3, changes: 0.0005 }],
  ['too few products', { elasticity: -1.3, products: 5 }],
])('with %s it is unknown', (_, options) => {
  expect(demandResponse(shop(options)).price.value).toBeNull();
});

test('the depth of promotions counts beside that there is one', () => {
  const { depth } = demandResponse(shop({ elasticity: -1, depth: 2 }));
  expect(depth.value).toBeCloseTo(2, 0);
  expect(depth.usual).toBeCloseTo(0.225, 1);
  expect(demandResponse(shop({ elasticity: -1, depth: -2 })).depth.value).toBeNull();
});

test('nothing from the week on is seen', () => {
  const panel = shop({ elasticity: -1 });
  expect(demandResponse(panel, 40)).toEqual(demandResponse(panel.before(40)));
});

test('a shop without prices and promotions tells nothing', () => {
  const bare = new PanelBuilder([]);
  for (let at = 0; at < 200; at++)
    bare.add({
      sku: `P${at % 20}`,
      week: FIRST_WEEK + Math.floor(at / 20),
      units: at % 7,
      price: null,
      description: '',
      promoText: '',
      extras: [],
    });
  const nothing = { value: null, changes: 0, products: 0 };
  expect(demandResponse(bare.build(FIRST_WEEK + 9).panel)).toEqual({
    price: nothing,
    depth: { ...nothing, usual: 0 },
  });
});

test("the demo shop's own elasticity and depth are found", () => {
  const { price, depth } = demandResponse(demoPanel(generateDemoShop()));
  expect(Math.abs(price.value! / EFFECTS.elasticity - 1)).toBeLessThan(1 / 3);
  // 10% off has an effect of .2, 25% off one of .55.
  expect(depth.value! * 0.15).toBeCloseTo(0.35, 1);
});
