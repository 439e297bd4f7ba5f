import { DemandPanel } from '../../../src/ingest/panel';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { heldOutWeeks } from '../../../src/training/demand/heldOut';
import { tuningItems } from '../../../src/training/demand/tuningItems';
import { shopParts } from '../../evaluation/support/shop';

const WEEKS = 52;
const parts = shopParts({ skus: 40, weeks: WEEKS });

test('what is sold in weeks that heads hold out is not read, and what is sold before is', () => {
  const items = tuningItems(new DemandPanel(parts), DEMAND_DEFAULTS);
  expect(items.texts.length).toBeGreaterThan(10);
  expect(items.targets.every(Number.isFinite)).toBe(true);
  const changedFrom = (t: number) => {
    const units = parts.units.map((value, at) => (at % WEEKS >= t && value > 0 ? value * 10 : value));
    const price = parts.price.map((value, at) => (at % WEEKS >= t ? value * 3 : value));
    return tuningItems(new DemandPanel({ ...parts, units, price }), DEMAND_DEFAULTS);
  };
  const heldOut = WEEKS - heldOutWeeks(WEEKS, DEMAND_DEFAULTS);
  expect(changedFrom(heldOut - 10)).toEqual(items);
  expect(changedFrom(heldOut - 11)).not.toEqual(items);
});

test('a shop too young to hold anything out gives no item', () => {
  const young = new DemandPanel(shopParts({ skus: 10, weeks: 14 }));
  expect(tuningItems(young, DEMAND_DEFAULTS).texts).toEqual([]);
});
