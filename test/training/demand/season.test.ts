import { Random } from '../../../src/common/random';
import { weekOf } from '../../../src/common/week';
import { PanelBuilder } from '../../../src/ingest/panelBuilder';
import { DEMAND_DEFAULTS } from '../../../src/training/demand/demandOptions';
import { DemandPredictor, fitDemand } from '../../../src/training/demand/fitDemand';
import { wordVectors } from '../../evaluation/support/shop';

const [FIRST, JULY, NOVEMBER, DECEMBER] = ['2023-01-02', '2024-07-08', '2024-11-04', '2024-12-16'].map(
  weekOf,
);
const CHRISTMAS = weekOf('2023-11-06') - FIRST;
const COLOURS = ['red', 'blue', 'gold', 'green', 'white', 'silver', 'pink', 'black'];
const HORIZON = 4;
const texts = wordVectors();

/** Baubles that sell in the eight weeks before Christmas above all, and mugs that sell all year. */
function panel() {
  const random = new Random(4);
  const builder = new PanelBuilder([]);
  for (let week = FIRST; week < NOVEMBER; week++)
    for (const thing of ['bauble', 'mug'])
      for (const [at, colour] of [...COLOURS, ...COLOURS].entries()) {
        const high =
          thing === 'mug' || ((week - FIRST) % 52 >= CHRISTMAS && (week - FIRST) % 52 < CHRISTMAS + 8);
        const units = Math.floor((high ? 16 : 2) * (0.5 + random.uniform()));
        const description = `${colour} ${thing} ${at < COLOURS.length ? 'small' : 'large'}`;
        builder.add({ sku: description, week, units, price: 2, description, promoText: '', extras: [] });
      }
  return builder.build(NOVEMBER).panel;
}

let means: (thing: string, origin: number, lags: number[]) => Promise<Float32Array>;
beforeAll(async () => {
  const options = {
    horizon: HORIZON,
    members: 2,
    hidden: 8,
    kinds: ['text_aware'] as const,
    train: { ...DEMAND_DEFAULTS.train, batch: 64, steps: 150, warmUp: 10 },
  };
  const model = await fitDemand(panel(), texts, options);
  const predictor = await DemandPredictor.open(model, 'text_aware');
  means = async (thing, origin, lags) => {
    const history = lags.map((units, at) => ({ week: origin - lags.length + at, units, price: 2 }));
    const description = `purple ${thing} small`;
    const record = { sku: null, description, promoText: null, price: 2, origin, history, extras: {} };
    return (await predictor.predict([record], texts)).mean;
  };
});

const total = async (...of: Parameters<typeof means>) => (await means(...of))[HORIZON];

test.each([
  ['new', []],
  ['young', [12, 17, 15, 14]],
])(
  'the last weeks before Christmas are high season to a %s decoration, those after are not',
  async (_, lags) => {
    const [first, , , last] = await means('bauble', DECEMBER, lags);
    expect(first).toBeGreaterThan(1.5 * last);
    const mug = await means('mug', DECEMBER, lags);
    expect(mug[0] / mug[3]).toBeGreaterThan(0.75);
    expect(mug[0] / mug[3]).toBeLessThan(1.33);
  },
);

test.each([
  ['new', [], 2],
  ['young', [3, 2, 3, 2], 1.2],
  ['known', [2, 3, 1, 2, 2, 3, 2, 1, 3, 2, 2, 2, 3, 1, 2, 2, 2, 3, 2, 2, 1, 2, 3, 2, 2, 2], 2.5],
])('a %s Christmas decoration is not the same in July and in November, a mug is', async (_, lags, times) => {
  const [july, november] = await Promise.all([JULY, NOVEMBER].map((week) => total('bauble', week, lags)));
  expect(november).toBeGreaterThan(times * july);
  const [cool, cold] = await Promise.all(
    [JULY, NOVEMBER].map((week) => total('mug', week, [16, 15, 17, 16])),
  );
  expect(cold / cool).toBeGreaterThan(0.75);
  expect(cold / cool).toBeLessThan(1.33);
});
