import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { weeksOfWindows } from '../../../src/training/demand/heldOut';

test('a shop whose products fill one window of held-out weeks needs no earlier rows for others', () => {
  const [few, many] = [399, 400].map((products) => weeksOfWindows(products, DEMAND_DEFAULTS));
  expect([few, many]).toEqual([18, 0]);
});
