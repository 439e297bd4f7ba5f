import { orderTerms } from '../../src/contract/orders';
import { Demand } from '../../src/decisions/demand';
import { decide } from '../../src/decisions/order';
import { orderSentence } from '../../src/decisions/orderSentence';

const demand = new Demand({ p10: 40, p50: 60, p90: 90, mean: 63 }, { tail: 1, whole: true });
const order = (terms: object, price: number | null = null) =>
  decide({ demand, terms: orderTerms.parse({ lead_weeks: 2, ...terms }), price });

test('by service level it orders what is missing to that level, rounded up to packs and to the minimum', () => {
  expect(order({ service_level: 0.9 })).toMatchObject({ quantity: 90, stock: 90 });
  expect(order({ service_level: 0.9, on_hand: 30, on_order: 20 })).toMatchObject({ quantity: 40, stock: 90 });
  expect(order({ service_level: 0.9, on_hand: 30, pack: 48 })).toMatchObject({ quantity: 96, stock: 126 });
  expect(order({ service_level: 0.9, on_hand: 85, minimum: 20 })).toMatchObject({ quantity: 20, stock: 105 });
  expect(order({ service_level: 0.9, on_hand: 200, minimum: 20 })).toMatchObject({ quantity: 0, stock: 200 });
  expect(order({ service_level: 0.9, on_hand: -10 })).toMatchObject({ quantity: 100, stock: 90 });
});

test('by margin it goes by what a unit too few and one too many cost', () => {
  const { basis, service_asked, stock, service } = order({ unit_cost: 4, salvage: 1 }, 10);
  expect(basis).toBe('margin');
  expect(service_asked).toBeCloseTo(6 / 9, 9);
  expect(stock).toBe(demand.stockFor(6 / 9));
  expect(service).toBeGreaterThanOrEqual(6 / 9);
  expect(order({ unit_cost: 12 }, 10)).toMatchObject({ quantity: 0, service_asked: 0 });
});

test('by margin it orders the number of packs that earns most', () => {
  const terms = { unit_cost: 4, pack: 50 };
  const chosen = order(terms, 10);
  const margin = (packs: number) => {
    const { sold, left } = order({ on_hand: 50 * packs, service_level: 0.01 }).expected;
    return 6 * sold - 4 * left;
  };
  const best = [1, 2, 3].reduce((most, packs) => (margin(packs) > margin(most) ? packs : most));
  expect(chosen.quantity).toBe(50 * best);
  // One unit wanted, and a pack of which nearly all would be left: nothing is ordered.
  expect(order({ unit_cost: 4, on_hand: 60, pack: 1000 }, 10).quantity).toBe(0);
});

test('a named level goes before the margin; without either it is 95%', () => {
  expect(order({ unit_cost: 4, service_level: 0.8 }, 10)).toMatchObject({
    basis: 'service_level',
    service_asked: 0.8,
  });
  expect(order({})).toMatchObject({ basis: 'default', service_asked: 0.95 });
  expect(order({ unit_cost: 4 })).toMatchObject({ basis: 'default' });
});

test('what is sold, short and left over adds up, at every stock', () => {
  for (const on_hand of [-5, 0, 1, 40, 63, 90, 500]) {
    const { stock, expected } = order({ on_hand, service_level: 0.01 }, 10);
    expect(expected.sold + expected.left).toBeCloseTo(Math.max(0, stock), 9);
    expect(expected.sold + expected.short).toBeCloseTo(demand.range.mean, 9);
    expect(expected.left).toBeGreaterThanOrEqual(0);
    expect(expected.revenue).toBeCloseTo(10 * expected.sold, 9);
    expect(expected.margin).toBeNull();
  }
});

test('revenue and margin are unknown where price or cost are, not zero', () => {
  expect(order({ service_level: 0.9, unit_cost: 4 }).expected).toMatchObject({ revenue: null, margin: null });
  const { expected } = order({ service_level: 0.9, unit_cost: 4, salvage: 1 }, 10);
  expect(expected.margin).toBeCloseTo(6 * expected.sold - 3 * expected.left, 9);
});

test('what is left over of the stock that is there anyway costs the order nothing', () => {
  const { quantity, expected } = order({ service_level: 0.9, unit_cost: 4, on_hand: 500 }, 10);
  expect(quantity).toBe(0);
  expect(expected.margin).toBeCloseTo(6 * expected.sold, 9);
  const terms = { service_level: 0.9, unit_cost: 4, salvage: 1 };
  const without = order({ ...terms, on_hand: 60, service_level: 0.01 }, 10).expected;
  const { expected: filled } = order({ ...terms, on_hand: 60 }, 10);
  expect(filled.margin).toBeCloseTo(6 * filled.sold - 3 * (filled.left - without.left), 9);
});

test('it is said in one sentence', () => {
  const terms = orderTerms.parse({ lead_weeks: 2, on_hand: 10, on_order: 4, pack: 12, service_level: 0.9 });
  const decided = decide({ demand, terms, price: null });
  const weeks = { first: '2026-03-02', last: '2026-03-16', count: 3 };
  expect(orderSentence({ ...decided, weeks }, terms)).toMatch(
    /^Order 84 \(7 packs of 12\): with 10 in stock and 4 on the way that meets all demand of the 3 weeks from March 2 in 9\d(\.\d)?% of cases; on average \d(\.\d)? short and \d\d left over\.$/,
  );
});

test('an order of kilos keeps their decimals in its sentence', () => {
  const terms = orderTerms.parse({ lead_weeks: 1, on_hand: 10.5, pack: 2.5, service_level: 0.9 });
  const weeks = { first: '2026-03-02', last: '2026-03-09', count: 2 };
  const decided = { ...decide({ demand, terms, price: null }), quantity: 297.5 };
  expect(orderSentence({ ...decided, weeks }, terms)).toMatch(
    /^Order 297\.5 \(119 packs of 2\.5\): with 10\.5 in stock /,
  );
});
