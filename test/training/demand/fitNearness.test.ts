import { Random } from '../../../src/common/random';
import { NEIGHBOUR_COLUMNS } from '../../../src/shop/neighbours/neighbourStatistics';
import type { DemandDataset } from '../../../src/training/demand/demandDataset';
import { ROW_KIND } from '../../../src/training/demand/demandRows';
import { fitNearness } from '../../../src/training/demand/fitNearness';

const PRODUCTS = 60;
/** Weekly units that simple methods expect of every product, which is typical as well. */
const EXPECTED = 18;

/** A shop without launches: of every product, its history hidden, what its twins sell beside what it sold itself. */
function weightsOf(soldBeside: (twins: number, random: Random) => number) {
  const random = new Random(5);
  const products = Array.from({ length: PRODUCTS }, () => {
    const twins = 1 + 39 * random.uniform();
    return { twins, units: soldBeside(twins, random) };
  });
  const analogs = products.flatMap(({ twins }) => {
    const figures: Record<string, number> = {
      price_typical: Math.log1p(EXPECTED),
      twins_level: Math.log1p(twins),
      ...{ twins_weight: 0.8, alike_weight: 2 },
    };
    return NEIGHBOUR_COLUMNS.map((name) => figures[name] ?? NaN);
  });
  const rows = {
    count: PRODUCTS,
    sku: Int32Array.from({ length: PRODUCTS }, (_, product) => product),
    kind: new Uint8Array(PRODUCTS).fill(ROW_KIND.hidden),
    units: Float32Array.from(products.flatMap(({ units }) => [units, units])),
  };
  const dataset = { rows, analogs: Float32Array.from(analogs) } as unknown as DemandDataset;
  return fitNearness(dataset, 'text_aware', new Float32Array(PRODUCTS).fill(EXPECTED))!;
}

test('hidden histories tell a shop without launches whether twins sell alike', () => {
  const { twins: alike } = weightsOf((twins, random) => twins * (0.8 + 0.4 * random.uniform()));
  const { twins: unlike } = weightsOf((_, random) => 1 + 39 * random.uniform());
  expect(alike).toBe(100);
  expect(unlike).toBeLessThanOrEqual(3);
});
