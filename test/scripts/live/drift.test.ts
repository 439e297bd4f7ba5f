import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClosingShop, trainBefore } from '../../../scripts/live/closingShop';
import { DRIFTS } from '../../../scripts/live/drifts';
import type { StateName } from '../../../src/contract/monitoring';
import { type DemoRow, generateDemoShop } from '../../../src/demoShop/generate';
import type * as Brief from '../../support/briefTraining';
import { writeTinyEncoder } from '../../support/tinyEncoder';

jest.mock('../../../src/training/demand/demandOptions', () =>
  jest.requireActual<typeof Brief>('../../support/briefTraining').briefDemand(),
);

const PRODUCTS = 30;
const WEEKS = 40;
const CLOSED = 8;
/** Closed weeks before something happens. */
const AFTER = 4;

const encoder = writeTinyEncoder();
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-drift-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
  rmSync(encoder, { recursive: true });
});

/** Some of the demo shop's products that are there from the first week on, in its last weeks. */
const rows = smallShop();
const until = Math.max(...rows.map(({ week }) => week)) - CLOSED + 1;
let model: string;
beforeAll(async () => void (model = await trainBefore(rows, until, { directory, encoder })));

function smallShop(): DemoRow[] {
  const all = generateDemoShop();
  const [first, last] = [Math.min, Math.max].map((most) => most(...all.map(({ week }) => week)));
  const old = [...new Set(all.filter(({ week }) => week === first).map(({ sku }) => sku))].slice(0, PRODUCTS);
  return all.filter(({ sku, week }) => week > last - WEEKS && old.includes(sku));
}

async function statesOf(sold: readonly DemoRow[], weeks: number): Promise<StateName[]> {
  const shop = await openClosingShop(sold, until, { model, encoder });
  const states: StateName[] = [];
  for (let week = until; week < until + weeks; week++) {
    await shop.close(week);
    states.push(shop.monitor.state.state);
  }
  await shop.end();
  return states;
}

test('quiet weeks raise no alarm', async () => {
  expect(new Set(await statesOf(rows, CLOSED))).toEqual(new Set(['unknown', 'as expected']));
});

test.each(Object.keys(DRIFTS))('%s: the state turns within two closed weeks', async (what) => {
  const states = await statesOf(DRIFTS[what](rows, until + AFTER), AFTER + 2);
  expect(new Set(states.slice(0, AFTER))).toEqual(new Set(['unknown', 'as expected']));
  expect(['worse than a simple method', 'worse than the backtest', 'stale']).toContain(states[AFTER + 1]);
});
