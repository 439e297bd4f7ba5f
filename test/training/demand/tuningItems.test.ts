import { DemandPanel } from '../../../src/ingest/panel';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { heldOutWeeks } from '../../../src/training/demand/heldOut';
import { tuningItems } from '../../../src/training/demand/tuningItems';
import { shopParts } from '../../evaluation/support/shop';

const WEEKS = 52;
const HELD_OUT = WEEKS - heldOutWeeks(WEEKS, DEMAND_DEFAULTS) - 10;
const parts = shopParts({ skus: 240, weeks: WEEKS });

/** What is tuned to, where all that is sold from week `t` on is ten times as much. */
function seenWhere(t: number) {
  const units = parts.units.map((value, at) => (at % WEEKS >= t ? value * 10 : value));
  const price = parts.price.map((value, at) => (at % WEEKS >= t ? value * 3 : value));
  const { items, held } = tuningItems(new DemandPanel({ ...parts, units, price }), DEMAND_DEFAULTS);
  const seen = items.texts.length - (held?.length ?? 0);
  return [items.texts, items.targets, items.columns].map((values) => values.slice(0, seen));
}

test('what is sold in weeks that heads hold out is not tuned to, and what is sold before is', () => {
  expect(seenWhere(HELD_OUT)).toEqual(seenWhere(WEEKS));
  expect(seenWhere(HELD_OUT - 1)).not.toEqual(seenWhere(WEEKS));
});

test('what was launched in those weeks judges', () => {
  const panel = new DemandPanel(parts);
  const { items, held } = tuningItems(panel, DEMAND_DEFAULTS);
  const launched = panel.skus.filter((_, sku) => panel.firstSale[sku] >= HELD_OUT);
  expect(held!.length).toBeGreaterThan(30);
  expect(held!.length).toBeLessThanOrEqual(launched.length);
  const codes = held!.map((item) => items.texts[item].split(' ').at(-1));
  expect(codes.every((code) => launched.includes(`S${code!.padStart(3, '0')}`))).toBe(true);
  expect(items.targets.every(Number.isFinite)).toBe(true);
});

test('few launches judge nothing, and a young shop has no item', () => {
  expect(
    tuningItems(new DemandPanel(shopParts({ skus: 40, weeks: WEEKS })), DEMAND_DEFAULTS).held,
  ).toBeNull();
  const young = new DemandPanel(shopParts({ skus: 10, weeks: 14 }));
  expect(tuningItems(young, DEMAND_DEFAULTS).items.texts).toEqual([]);
});
