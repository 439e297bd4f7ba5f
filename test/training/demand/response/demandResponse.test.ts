import { demoPanel, generateDemoShop } from '../../../../src/demoShop/generate';
import { EFFECTS } from '../../../../src/demoShop/lexicon';
import { PanelBuilder } from '../../../../src/ingest/panelBuilder';
import { demandResponse } from '../../../../src/training/demand/response/demandResponse';
import { FIRST_WEEK, pricedShop as shop } from '../support/pricedShop';

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
  ['too few products', { elasticity: -1.3, products: 2 }],
])('with %s it is unknown', (_, options) => {
  expect(demandResponse(shop(options)).price.value).toBeNull();
});

test('the depth of promotions counts beside that there is one', () => {
  const { promotion, depth } = demandResponse(shop({ elasticity: -1, depth: 2 }));
  // .2 for any promotion, and 2 for each unit of a depth that is .225 usually.
  expect(promotion.value).toBeCloseTo(0.65, 1);
  expect(depth.value).toBeCloseTo(2, 0);
  expect(depth.usual).toBeCloseTo(0.225, 1);
  expect(demandResponse(shop({ elasticity: -1, depth: -2 })).depth.value).toBeNull();
});

test('a price cut that comes with promotions is told beside their effect, of which it is a part', () => {
  const { price, promotion } = demandResponse(shop({ elasticity: -1.3, promotion: 0.3, cut: 0.2 }));
  expect(promotion.cut).toBeCloseTo(Math.log(0.8), 1);
  expect(promotion.value).toBeCloseTo(0.3 - 1.3 * Math.log(0.8), 1);
  expect(price.value).toBeCloseTo(-1.3, 0);
  // A cut that the texts name is none of those without a name.
  expect(demandResponse(shop({ elasticity: -1.3, depth: 2 })).promotion.cut).toBe(0);
});

test.each([1, 2, 3])('promotions of six products that double sales are learnt (seed %p)', (seed) => {
  const { promotion } = demandResponse(shop({ elasticity: 0, promotion: Math.log(2), promoted: 6, seed }));
  expect(promotion.products).toBe(6);
  expect(Math.exp(promotion.value!)).toBeGreaterThan(1.5);
  expect(Math.exp(promotion.value!)).toBeLessThan(2.4);
});

test('the less a shop tells of its promotions, the nearer to the usual effect; what does nothing stays unknown', () => {
  const effect = (promoted: number, promotion: number) =>
    demandResponse(shop({ elasticity: 0, promotion, promoted })).promotion.value;
  const [few, many] = [3, 60].map((promoted) => effect(promoted, 1.2)!);
  expect(many).toBeCloseTo(1.2, 1);
  expect(few).toBeGreaterThan(0.4);
  expect(few).toBeLessThan(many - 0.05);
  expect(effect(6, 0)).toBeNull();
  expect(effect(6, -0.5)).toBeNull();
});

test('a few dear and cheap weeks of five products tell an elasticity, of the right size and sign', () => {
  const { value } = demandResponse(shop({ elasticity: -1.5, products: 5 })).price;
  expect(value).toBeLessThan(-0.8);
  expect(value).toBeGreaterThan(-2.2);
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
    promotion: { ...nothing, cut: 0 },
    depth: { ...nothing, usual: 0 },
  });
});

test("the demo shop's own elasticity and depth are found", () => {
  const { price, depth } = demandResponse(demoPanel(generateDemoShop()));
  expect(Math.abs(price.value! / EFFECTS.elasticity - 1)).toBeLessThan(1 / 3);
  // 10% off has an effect of .2, 25% off one of .55.
  expect(depth.value! * 0.15).toBeCloseTo(0.35, 1);
});
