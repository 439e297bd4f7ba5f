import type { Task } from '../../../src/contract/evaluation/task';
import { casesAt } from '../../../src/evaluation/tasks/cases';
import { atLagDepth } from '../../../src/evaluation/tasks/lagDepth';
import { DemandPanel, type PanelParts } from '../../../src/ingest/panel';
import { Tally } from '../../../src/common/tally';

const WEEKS = 60;
const ORIGIN = 40;
const HORIZON = 4;
const FIRST_WEEK = 2000;

/** A product that sells 10 + t units from `first` on, at a price of 1 + t / 100, except in weeks of `silent`. */
function product(first: number, silent: (t: number) => boolean = () => false) {
  return { first, silent };
}

function panelOf(products: Record<string, ReturnType<typeof product>>): DemandPanel {
  const skus = Object.keys(products).sort();
  const units = new Float64Array(skus.length * WEEKS);
  const price = new Float64Array(skus.length * WEEKS).fill(NaN);
  const descriptions: PanelParts['descriptions'] = skus.map((sku, i) => {
    const texts = [];
    for (let t = products[sku].first; t < WEEKS; t++) {
      if (t > products[sku].first && products[sku].silent(t)) continue;
      units[i * WEEKS + t] = 10 + t;
      price[i * WEEKS + t] = 1 + t / 100;
      const tally = new Tally<string>();
      tally.add(t < 38 ? `${sku} early` : `${sku} late`, t < 38 ? 1 : 50);
      texts.push({ t, texts: tally });
    }
    return texts;
  });
  return new DemandPanel({
    skus,
    firstWeek: FIRST_WEEK,
    weeks: WEEKS,
    units,
    price,
    descriptions,
    promotions: new Map([[WEEKS * skus.length - WEEKS + ORIGIN + 1, 'half price']]),
    extras: {},
  });
}

const at = (products: Record<string, ReturnType<typeof product>>) =>
  casesAt(panelOf(products), ORIGIN, HORIZON);

describe('which task a product belongs to', () => {
  it.each<[string, number, Task | undefined]>([
    ['long before', 0, 'KNOWN'],
    ['nine weeks before', 31, 'KNOWN'],
    ['eight weeks before', 32, 'YOUNG'],
    ['the week before', 39, 'YOUNG'],
    ['at the origin', 40, 'NEW'],
    ['in the last week of the horizon', 43, 'NEW'],
    ['after the horizon', 44, undefined],
  ])('first sold %s', (_, first, task) => {
    expect(at({ A: product(first) })[0]?.case.task).toBe(task);
  });

  it('leaves out a product that sold nothing for 26 weeks', () => {
    expect(at({ A: product(0, (t) => t >= 14 && t < 40) })).toEqual([]);
    expect(at({ A: product(0, (t) => t >= 15 && t < 40) })).toHaveLength(1);
  });

  it('leaves out a launch without a whole horizon of sales after it', () => {
    const panel = panelOf({ A: product(57) });
    expect(casesAt(panel, 56, HORIZON)).toEqual([]);
    expect(casesAt(panel, 56, 3)[0].case.task).toBe('NEW');
  });
});

it('gives a new product launch price and first-week text, no history, and its sales from the launch on', () => {
  const [{ case: one, truth }] = at({ A: product(42) });
  expect(one).toMatchObject({
    origin: FIRST_WEEK + ORIGIN,
    age: 0,
    record: { origin: FIRST_WEEK + 42, description: 'A late', price: 1.42, history: [] },
  });
  expect(truth).toEqual({ sku: 'A', origin: FIRST_WEEK + ORIGIN, units: [52, 53, 54, 55], scale: null });
});

it('gives a known product its history and last known price and text, and the scale of its history', () => {
  const [{ case: one, truth }] = at({ A: product(10, (t) => t === 39) });
  expect(one.record).toMatchObject({ origin: FIRST_WEEK + ORIGIN, price: 1.38, description: 'A late' });
  expect(one.record.history).toHaveLength(30);
  expect(one.record.history.at(-1)).toEqual({ week: FIRST_WEEK + 39, units: 0, price: null });
  expect(one.age).toBe(30);
  expect(truth.units).toEqual([50, 51, 52, 53]);
  expect(truth.scale).toBeCloseTo((28 * 1 + 48 ** 2) / 29, 9);
});

it('tells the promotions that are planned for each week', () => {
  const [{ case: one }] = at({ A: product(0) });
  expect(one.plan.map(({ promoText }) => promoText)).toEqual([null, 'half price', null, null]);
});

it('hides all but the last weeks of history at a lag depth', () => {
  const [{ case: one }] = at({ A: product(0) });
  const hidden = (depth: 0 | 2) => atLagDepth([one], depth)[0];
  expect(hidden(2).record.history.map(({ units }) => units)).toEqual([48, 49]);
  expect(hidden(2).age).toBe(2);
  expect(hidden(0)).toEqual({ ...one, age: 0, record: { ...one.record, history: [] } });
  expect(atLagDepth([one], null)).toEqual([one]);
});

it('does not judge a product of which it is not known what it sold', () => {
  const panel = panelOf({ A: product(0), B: product(0) });
  panel.units[panel.at(0, ORIGIN + 2)] = NaN;
  panel.units[panel.at(1, ORIGIN - 2)] = NaN;
  const cases = casesAt(panel, ORIGIN, HORIZON);
  expect(cases.map((one) => one.case.sku)).toEqual(['B']);
  expect(cases[0].truth.scale).toBeCloseTo(1, 9);
});
