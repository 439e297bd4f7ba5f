import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backtest, backtest } from '../../../src/evaluation/backtest/backtest';
import { ForecastStore } from '../../../src/evaluation/backtest/forecastStore';
import type { Forecaster } from '../../../src/evaluation/methods/forecaster';
import { headForecasters } from '../../../src/evaluation/methods/heads';
import { promotionForecasters } from '../../../src/evaluation/promotions/forecasters';
import { promotedWeeks, type Promotions } from '../../../src/evaluation/promotions/promotedWeeks';
import { ENGLISH } from '../../../src/languages/english';
import { promotionSentences } from '../../../src/languages/verdict/promotions';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPanel, type PanelParts } from '../../../src/ingest/panel';
import { shopParts, withGarbageFrom, wordVectors } from '../support/shop';

const FRONT = 'front page feature';
const SHELF = 'shelf tag';
const HORIZON = 4;
const [SKUS, WEEKS] = [36, 32];
const texts = wordVectors();
const settings = {
  ...DEMAND_DEFAULTS,
  horizon: HORIZON,
  members: 2,
  hidden: 32,
  train: { ...DEMAND_DEFAULTS.train, batch: 128, steps: 160, rate: 1e-2, warmUp: 10 },
};
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-promotions-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** A shop in which, at no regular times, a front page multiplies sales by `lift` and a shelf tag does nothing. */
function promotedShop(lift: number, skus = SKUS): PanelParts {
  const parts = shopParts({ skus, weeks: WEEKS });
  const promotions = new Map<number, string>();
  parts.units.forEach((units, at) => {
    const draw = (at * 2654435761) % 97;
    if (draw < 24) promotions.set(at, FRONT);
    else if (draw < 48) promotions.set(at, SHELF);
    if (draw < 24) parts.units[at] = Math.round(units * lift);
  });
  return { ...parts, promotions };
}

function run(parts: PanelParts, forecasters: readonly Forecaster[], name: string): Promise<Backtest> {
  return backtest(new DemandPanel(parts), {
    origins: [24, 28],
    horizon: HORIZON,
    forecasters,
    seeds: [0],
    store: new ForecastStore(directory, name),
    onProgress: () => {},
  });
}

function models(steps = settings.train.steps): Forecaster[] {
  const trained = { ...settings, train: { ...settings.train, steps } };
  const heads = headForecasters(texts, [], trained).filter(({ name }) => name === 'text-aware');
  return [...heads, ...promotionForecasters(texts, new Set([FRONT, SHELF]), trained)].map((one) => ({
    ...one,
    lagDepths: false,
  }));
}

const comparison = ({ comparisons }: Promotions, on: 'promoted' | 'plain', b: string) =>
  comparisons.find((one) => one.on === on && one.b === b)!;

describe('promotions that sell, of which the text tells the kind', () => {
  let result: Backtest;
  let promotions: Promotions;
  beforeAll(async () => {
    result = await run(promotedShop(4), models(), 'sells');
    promotions = promotedWeeks(result)!;
  });

  it('are seen to help, and to help by their words', () => {
    expect(comparison(promotions, 'promoted', 'without promotion text')).toMatchObject({ outcome: 'better' });
    expect(comparison(promotions, 'promoted', 'shuffled promotion texts')).toMatchObject({
      outcome: 'better',
    });
    const sentences = promotionSentences(ENGLISH, promotions);
    expect(sentences.map(({ outcome }) => outcome)).toEqual(['better', 'better']);
    expect(sentences[0].text).toMatch(/^Promotion texts help .*: WAPE 0\.\d+ instead of 0\.\d+, sure/);
    expect(sentences[1].text).toContain('what they say counts');
  });

  it('count the weeks and units of every product forecast', () => {
    const all = result.cases.length * HORIZON;
    const sold = result.truth.flatMap(({ units }) => units).reduce((sum, units) => sum + units, 0);
    expect(promotions.weeks.promoted + promotions.weeks.plain).toBe(all);
    expect(promotions.weeks.promoted / all).toBeGreaterThan(0.3);
    expect(promotions.units.promoted + promotions.units.plain).toBe(sold);
    expect(promotions.models.map(({ name, seeds }) => [name, seeds])).toEqual([
      ['text-aware', 1],
      ['without promotion text', 1],
      ['shuffled promotion texts', 1],
    ]);
  });

  it('are planned: what is really sold from the origin on changes no forecast', async () => {
    const parts = promotedShop(4, 18);
    const both = [parts, withGarbageFrom(parts, 24)].map((what) => new DemandPanel(what));
    const controls = models(20).slice(1);
    const quick = both.map((panel, at) =>
      backtest(panel, {
        origins: [24],
        horizon: HORIZON,
        forecasters: controls,
        seeds: [0],
        store: new ForecastStore(directory, `garbage ${at}`),
        onProgress: () => {},
      }),
    );
    const [real, garbage] = await Promise.all(quick);
    expect(garbage.truth).not.toEqual(real.truth);
    expect(garbage.runs).toEqual(real.runs);
  });
});

describe('promotions that do nothing', () => {
  it('are not seen to help', async () => {
    const promotions = promotedWeeks(await run(promotedShop(1), models().slice(0, 2), 'nothing'))!;
    expect(comparison(promotions, 'promoted', 'without promotion text').outcome).not.toBe('better');
    const [first, ...more] = promotionSentences(ENGLISH, promotions);
    expect(first.text).toMatch(/no sure difference|do harm/);
    expect(more).toEqual([]);
  });
});

describe('the figures of promoted weeks', () => {
  const forecaster = (name: string, p50: (promoted: boolean) => number): Forecaster => ({
    name,
    tasks: ['NEW', 'KNOWN', 'YOUNG'],
    seeds: 'none',
    unavailable: () => null,
    fit: () =>
      Promise.resolve({
        predict: (cases) =>
          Promise.resolve(
            cases.map(({ plan }) => ({
              weeks: plan.map(({ promoText }) => ({ p50: p50(promoText !== null) })),
            })),
          ),
      }),
  });

  it('are those of the weeks with a promotion and of those without', async () => {
    const constant = [
      forecaster('text-aware', (promoted) => (promoted ? 3 : 1)),
      forecaster('without promotion text', () => 1),
    ];
    const result = await run(promotedShop(4), constant, 'constant');
    const promotions = promotedWeeks(result)!;
    const rows = result.cases.flatMap(({ plan }, i) =>
      plan.map(({ promoText }, h) => ({ promoted: promoText !== null, units: result.truth[i].units[h] })),
    );
    const wape = (promoted: boolean, forecast: number) => {
      const weeks = rows.filter((row) => row.promoted === promoted);
      const off = weeks.reduce((sum, { units }) => sum + Math.abs(units - forecast), 0);
      return off / weeks.reduce((sum, { units }) => sum + units, 0);
    };
    const [aware, without] = promotions.models;
    expect([aware.promoted, aware.plain]).toEqual([wape(true, 3), wape(false, 1)]);
    expect([without.promoted, without.plain]).toEqual([wape(true, 1), wape(false, 1)]);
    expect(comparison(promotions, 'promoted', 'without promotion text').result.difference).toBeCloseTo(
      wape(true, 3) - wape(true, 1),
      10,
    );
    expect(comparison(promotions, 'plain', 'without promotion text').result).toMatchObject({
      difference: 0,
      low: 0,
      high: 0,
    });
  });

  it('are none where there is no promotion', async () => {
    const constant = [forecaster('text-aware', () => 3), forecaster('without promotion text', () => 1)];
    expect(promotedWeeks(await run(shopParts({ skus: SKUS, weeks: WEEKS }), constant, 'plain'))).toBeNull();
  });
});
