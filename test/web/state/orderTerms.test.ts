import { orderTermsOf, usualOrder } from '../../../src/web/state/orderTerms';

const sheet = usualOrder(4);

test('what is typed becomes the terms of the API; what is empty is left to it', () => {
  expect(orderTermsOf(sheet, 4, false)).toEqual({
    terms: { lead_weeks: 2, review_weeks: 1, service_level: 0.95 },
    errors: {},
  });
  const typed = { ...sheet, on_hand: ' 12 ', on_order: '3,5', pack: '6', unit_cost: '£2,40', salvage: '1' };
  expect(orderTermsOf({ ...typed, by: 'margin' as const }, 4, true).terms).toEqual({
    ...{ on_hand: 12, on_order: 3.5, lead_weeks: 2, review_weeks: 1, pack: 6, unit_cost: 2.4, salvage: 1 },
  });
});

test.each([
  [{ on_hand: 'many' }, 'on_hand'],
  [{ on_order: '-1' }, 'on_order'],
  [{ lead_weeks: '1.5' }, 'lead_weeks'],
  [{ lead_weeks: '' }, 'lead_weeks'],
  [{ lead_weeks: '9' }, 'lead_weeks'],
  [{ lead_weeks: '0', review_weeks: '0' }, 'review_weeks'],
  [{ pack: '0' }, 'pack'],
  [{ unit_cost: 'free' }, 'unit_cost'],
  [{ unit_cost: '2', salvage: '2' }, 'salvage'],
  [{ by: 'margin' as const }, 'unit_cost'],
  [{ by: 'margin' as const, unit_cost: '2' }, 'by'],
])('%j is not asked: %s says why', (part, field) => {
  const { terms, errors } = orderTermsOf({ ...sheet, ...part }, 4, false);
  expect(terms).toBeNull();
  expect(Object.keys(errors)).toEqual([field]);
});

test('a model that forecasts one week has an order for it', () => {
  expect(orderTermsOf(usualOrder(1), 1, false).terms).toMatchObject({ lead_weeks: 0, review_weeks: 1 });
});
