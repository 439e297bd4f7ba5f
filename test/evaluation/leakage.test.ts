import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backtest, backtest } from '../../src/evaluation/backtest/backtest';
import { BASELINES } from '../../src/evaluation/baselines/all';
import { type EmbedTexts, embeddingAnalogs } from '../../src/evaluation/baselines/analogs';
import { pricedAnalogs } from '../../src/evaluation/baselines/pricedAnalogs';
import { ForecastStore } from '../../src/evaluation/backtest/forecastStore';
import { lstm } from '../../src/evaluation/sequence/lstm';
import { SEQUENCE_TRAINING, sequenceForecaster } from '../../src/evaluation/sequence/sequenceForecaster';
import { transformer } from '../../src/evaluation/sequence/transformer';
import { headForecasters } from '../../src/evaluation/methods/heads';
import { fitDemand } from '../../src/training/demand/fitDemand';
import { DEMAND_DEFAULTS } from '../../src/training/demand/demandOptions';
import { DemandPanel, type PanelParts } from '../../src/ingest/panel';
import { shopParts, withGarbageFrom, withObserved, wordVectors } from './support/shop';

const HORIZON = 2;
const vectors = { ...wordVectors(), isWord: () => false };
const embed: EmbedTexts = (texts) => Promise.resolve(texts.map(vectors.vectorOf));
const directory = mkdtempSync(join(tmpdir(), 'shelfcast-leakage-'));
afterAll(() => rmSync(directory, { recursive: true }));

const short = withObserved(shopParts({ skus: 30, weeks: 30 }));
const long = shopParts({ skus: 60, weeks: 112 });
const SHOPS = [
  {
    shop: 'a short history',
    parts: short,
    origin: 24,
    forecasters: [
      ...BASELINES.filter(({ unavailable }) => unavailable(new DemandPanel(short)) === null),
      ...[lstm, transformer].map((network) =>
        sequenceForecaster(network, vectors, { ...SEQUENCE_TRAINING, steps: 4, batch: 16, every: 2 }),
      ),
      embeddingAnalogs(embed),
      pricedAnalogs(embed),
      ...headForecasters(vectors, descriptionsOf(short), {
        ...DEMAND_DEFAULTS,
        horizon: HORIZON,
        numeric: ['visits'],
        categorical: ['weather'],
        members: 2,
        hidden: 8,
        train: { ...DEMAND_DEFAULTS.train, steps: 10 },
      }),
    ],
  },
  {
    shop: 'more than two years',
    parts: long,
    origin: 106,
    forecasters: BASELINES.filter(({ unavailable }) => unavailable(new DemandPanel(short)) !== null),
  },
];

describe.each(SHOPS)(
  '$shop: garbage in place of the values from the origin on',
  ({ shop, parts, origin, forecasters }) => {
    let real: Backtest;
    let garbage: Backtest;
    beforeAll(async () => {
      real = await run(parts, 'real');
      garbage = await run(withGarbageFrom(parts, origin), 'garbage');
    });

    it('changes what is true, so that the comparison means something', () => {
      expect(new Set(real.cases.map((one) => one.task))).toEqual(new Set(['NEW', 'KNOWN', 'YOUNG']));
      expect(garbage.truth.every((one) => one.units.every((units) => units > 1000))).toBe(true);
      expect(real.truth.some((one) => one.units.some((units) => units > 1000))).toBe(false);
    });

    it('changes nothing of what a forecaster is told', () => {
      expect(garbage.cases).toEqual(real.cases);
    });

    it.each(forecasters.map(({ name }) => name))('changes no forecast of %s', (name) => {
      const of = ({ runs }: Backtest) => runs.filter((one) => one.name === name);
      expect(of(real)).toHaveLength(1);
      expect(of(real)[0].forecasts.some((forecast) => forecast !== null)).toBe(true);
      expect(of(garbage)).toEqual(of(real));
    });

    function run(what: PanelParts, fingerprint: string): Promise<Backtest> {
      return backtest(new DemandPanel(what), {
        origins: [origin],
        horizon: HORIZON,
        forecasters,
        seeds: [0],
        store: new ForecastStore(join(directory, shop), fingerprint),
        onProgress: () => {},
      });
    }
  },
);

it('garbage from the origin on changes no byte of a fitted head, of its stack and calibration', async () => {
  const [origin, quick] = [24, { members: 2, hidden: 8, train: { ...DEMAND_DEFAULTS.train, steps: 20 } }];
  const fit = async (parts: PanelParts) => {
    const columns = { numeric: ['visits'], categorical: ['weather'] };
    const options = { ...DEMAND_DEFAULTS, ...columns, ...quick, horizon: HORIZON, until: origin };
    const { heads } = await fitDemand(new DemandPanel(parts), vectors, options);
    return Object.entries(heads).map(([kind, head]) => [kind, Buffer.from(head).toString('base64')]);
  };
  const real = await fit(short);
  expect(real.map(([kind]) => kind)).toEqual(['text_aware', 'numeric_only', 'text_only']);
  expect(await fit(withGarbageFrom(short, origin))).toEqual(real);
  const earlier = await fit(withGarbageFrom(short, origin - 1));
  expect(earlier.every(([, head], at) => head !== real[at][1])).toBe(true);
});

function descriptionsOf(shop: PanelParts): string[] {
  return shop.descriptions.flatMap((weeks) => weeks.flatMap(({ texts }) => texts.mode() ?? []));
}
