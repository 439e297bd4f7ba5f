/**
 * npx tsx scripts/plans/promotedShops.ts [SHOP,...] [PRODUCTS,...]
 * Makes shops in which half of the products are promoted and half never are, trains on all but their last weeks, and prints
 * forecasts of these over what the generator expects, for weeks with and without a promotion of either kind of product.
 * Promoted weeks are forecast at the product's own price, and once more with the cut price planned as well.
 */
import { join } from 'node:path';
import { sum } from '../../src/common/statistics';
import { weekOf } from '../../src/common/week';
import { DEFAULTS } from '../../src/contract/settings';
import { ShopRandom } from '../../src/demoShop/random';
import { Engine } from '../../src/engine/engine';
import type { Case, CaseForecast } from '../../src/evaluation/methods/forecaster';
import { headForecaster } from '../../src/evaluation/methods/heads';
import { casesAt } from '../../src/evaluation/tasks/cases';
import type { DemandPanel } from '../../src/ingest/panel';
import { PanelBuilder } from '../../src/ingest/panelBuilder';
import { demandDataset, textsOf } from '../../src/training/demand/demandDataset';
import { DEMAND_DEFAULTS } from '../../src/training/demand/demandOptions';
import { embedTexts, type TextVectors } from '../../src/training/encoder/textVectors';

const FIRST_WEEK = weekOf('2023-01-02');
const HORIZON = 4;
const DISPERSION = 8;
const LAUNCHED = 0.25;
const COLOURS = ['red', 'blue', 'green', 'white', 'golden', 'striped', 'vintage', 'plain'];
const THINGS = ['mug', 'lamp', 'clock', 'candle', 'napkin', 'teapot', 'basket', 'cushion', 'frame', 'vase'];
const SHELVES = ['kitchen', 'garden', 'bedroom', 'office', 'nursery', 'hall'];

interface Kind {
  weeks: number;
  /** Weeks that a promotion lasts, and the share of weeks that are promoted; or the weeks of the year that are. */
  lasts: number;
  share: number;
  christmas?: boolean;
  /** Log units, beside what a price cut does. */
  effect: number;
  /** Shares off the price of promoted weeks, and whether the text names them. */
  cuts?: readonly number[];
  named?: boolean;
  elasticity?: number;
}

const NAMED = { weeks: 60, effect: 0.35, cuts: [0.1, 0.2, 0.3], named: true, elasticity: -1.5 };

const KINDS: Record<string, Kind> = {
  weeks: { weeks: 60, lasts: 1, share: 0.4, effect: 0.7 },
  months: { weeks: 60, lasts: 4, share: 0.5, effect: 0.7 },
  'weeks-cut': { weeks: 60, lasts: 1, share: 0.4, effect: 0.35, cuts: [0.2], elasticity: -1.5 },
  'months-cut': { weeks: 60, lasts: 4, share: 0.5, effect: 0.35, cuts: [0.2], elasticity: -1.5 },
  'weeks-named': { ...NAMED, lasts: 1, share: 0.4 },
  'months-named': { ...NAMED, lasts: 4, share: 0.5 },
  christmas: { weeks: 105, lasts: 1, share: 0, christmas: true, effect: 0.7 },
};

interface MadeShop {
  panel: DemandPanel;
  /** [skus, T] of what is expected. */
  expected: Float64Array[];
  often: boolean[];
  /** [skus, T]: shares off. */
  cuts: Float64Array[];
}

function makeShop(
  { weeks, lasts, share, christmas, effect, cuts: shares = [0], named, elasticity = 0 }: Kind,
  products: number,
) {
  const random = new ShopRandom(products);
  const builder = new PanelBuilder([]);
  const expected: Float64Array[] = [];
  const often: boolean[] = [];
  const cuts: Float64Array[] = [];
  for (let product = 0; product < products; product++) {
    const isOften = random.uniform() < 0.5;
    const thing = product % THINGS.length;
    const level = 12 * Math.exp(0.2 * (thing - 4.5) + 0.25 * random.normal());
    const launch = random.uniform() < LAUNCHED ? 10 + random.below(weeks - 13) : 0;
    const usual = 2 + 10 * random.uniform();
    let price = usual;
    const colour = random.pick(COLOURS);
    let left = 0;
    let cut = 0;
    const own = new Float64Array(weeks);
    const off = new Float64Array(weeks);
    for (let t = launch; t < weeks; t++) {
      if (random.uniform() < 0.02 && elasticity) price = usual * Math.exp(0.1 * random.normal());
      const isChristmas = t % 52 >= 46 && t % 52 < 51;
      const begins = christmas
        ? isChristmas
        : left === 0 && random.uniform() < share / (lasts * (1 - share) + share);
      if (begins) {
        left = lasts;
        cut = shares.length > 1 ? random.pick(shares) : shares[0];
      }
      const promoted = isOften && left > 0;
      if (left > 0) left -= 1;
      const season = christmas && isChristmas ? 0.3 : 0;
      off[t] = promoted ? cut : 0;
      const paid = price * (1 - off[t]);
      own[t] = level * Math.exp(season + elasticity * Math.log(paid / usual) + (promoted ? effect : 0));
      builder.add({
        sku: `P${String(product).padStart(3, '0')}`,
        week: FIRST_WEEK + t,
        units: random.negativeBinomial(own[t], DISPERSION),
        price: paid,
        description: `${colour} ${THINGS[thing]} for the ${SHELVES[product % SHELVES.length]}`,
        promoText: !promoted ? '' : named ? `${Math.round(100 * cut)}% off` : 'Front page of the flyer',
        extras: [],
      });
    }
    expected.push(own);
    often.push(isOften);
    cuts.push(off);
  }
  return { panel: builder.build(FIRST_WEEK + weeks - 1).panel, expected, often, cuts } satisfies MadeShop;
}

/** Sums of forecasts and of what is expected by task, kind of product and week; totals by what is promoted in them. */
class Ratios {
  private readonly sums = new Map<string, number[]>();

  add(key: string, values: readonly number[]): void {
    const known = this.sums.get(key) ?? values.map(() => 0);
    this.sums.set(
      key,
      known.map((value, at) => value + values[at]),
    );
  }

  print(): void {
    for (const [key, [expected, ...forecasts]] of [...this.sums].sort()) {
      const told = forecasts.map((value) => (value / expected).toFixed(3)).join('  ');
      console.log(`  ${key.padEnd(42)} ${told}`);
    }
  }
}

async function measure(
  { panel, expected, often, cuts }: MadeShop,
  texts: TextVectors,
  origins: readonly number[],
) {
  const ratios = new Ratios();
  for (const origin of origins) {
    const forecaster = headForecaster(
      'head',
      'text_aware',
      { ...DEMAND_DEFAULTS, quantiles: [0.1, 0.5, 0.9] },
      async (seen) => {
        const dataset = await demandDataset(seen, texts, { ...DEMAND_DEFAULTS, quantiles: [0.1, 0.5, 0.9] });
        const { promotion, price, depth } = dataset.response;
        const [there, deep, paid] = [promotion, depth, price].map(({ value }) => value?.toFixed(2));
        console.log(`  effect of a promotion ${there}, of its depth ${deep}, of the price ${paid}`);
        return { texts, dataset };
      },
    );
    const fitted = await forecaster.fit(panel.before(origin), panel.firstWeek + origin, 0);
    const cases = casesAt(panel, origin, HORIZON).map((one) => one.case);
    const forecasts = await fitted.predict(cases);
    const atCut = new Map<number, CaseForecast[]>();
    for (const off of new Set(cuts.flatMap((own) => [...own])))
      if (off > 0) atCut.set(off, await fitted.predict(cases.map((one) => cheaper(one, off))));
    cases.forEach(({ task, sku, record, plan }, at) => {
      const row = panel.skus.indexOf(sku);
      const start = record.origin - panel.firstWeek;
      const kind = `${task === 'NEW' ? 'new' : 'known'} ${often[row] ? 'often' : 'never'}`;
      const { weeks, total } = forecasts[at];
      const wanted = plan.map((_, h) => expected[row][start + h]);
      plan.forEach(({ promoText }, h) =>
        ratios.add(`${kind} ${promoText ? 'promoted' : 'plain'}`, [wanted[h], weeks[h].p50, weeks[h].mean!]),
      );
      plan.forEach(({ promoText }, h) => {
        const week = promoText && atCut.get(cuts[row][start + h])?.[at].weeks[h];
        if (week) ratios.add(`${kind} promoted, cut price planned`, [wanted[h], week.p50, week.mean!]);
      });
      if (total) ratios.add(`${kind}, total`, [sum(wanted), total.p50, total.mean!]);
    });
  }
  ratios.print();
}

function cheaper(one: Case, off: number): Case {
  const { price } = one.record;
  return { ...one, record: { ...one.record, price: price === null ? null : price * (1 - off) } };
}

async function main([
  names = Object.keys(KINDS).join(),
  sizes = '30,90,200',
]: readonly string[]): Promise<void> {
  const engine = await Engine.start({
    encoder: join(__dirname, '../..', DEFAULTS.encoder),
    device: 'cpu',
    processes: 1,
    threads: 1,
  });
  console.log('forecast over what is expected: median, mean');
  for (const name of names.split(',')) {
    for (const products of sizes.split(',').map(Number)) {
      const shop = makeShop(KINDS[name], products);
      const last = shop.panel.weeks - HORIZON;
      const texts = await embedTexts(engine, ['', ...textsOf(shop.panel)]);
      console.log(`${name}, ${products} products`);
      const origins = KINDS[name].christmas ? [last - 3, last - 10] : [last, last - HORIZON];
      await measure(shop, texts, origins);
    }
  }
  await engine.close();
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error);
  process.exitCode = 1;
});
