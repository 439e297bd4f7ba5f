import type { Random } from '../../common/random';
import type { Value } from '../../graph/builder';
import { tensor } from '../../graph/messages';
import { add, matmul, mul } from '../../graph/ops';
import type { ModelProto } from '../../graph/proto';
import { floatsOf } from '../../graph/tensorData';
import type { Parameters, Weights } from '../network/parameters';
import type { TunableWeight } from './differentiableEncoder';
import type { TuningOptions } from './tuningOptions';

type Sizes = Pick<TuningOptions, 'rank'>;

/** Weight of an adapter's product: alpha / rank in the paper. */
const SCALE = 2;

const downName = (weight: string) => `${weight}/down`;
const upName = (weight: string) => `${weight}/up`;

/**
 * Low-rank adapters (LoRA, Hu et al. 2021, arXiv:2106.09685): to a product x W, W [K, M], 2 x A B is added, with A [K,
 * rank] random and B [rank, M] zero, so that the encoder starts unchanged.
 */
export function adapterParameters(
  weights: readonly TunableWeight[],
  { rank }: Sizes,
  random: Random,
): Parameters {
  return Object.fromEntries(
    weights.flatMap(({ name, rows, columns }) => {
      const bound = Math.sqrt(3 / rows);
      const down = Float32Array.from({ length: rows * rank }, () => (2 * random.uniform() - 1) * bound);
      return [
        [downName(name), { shape: [rows, rank], initial: down, decay: false }],
        [upName(name), { shape: [rank, columns], initial: new Float32Array(rank * columns), decay: false }],
      ];
    }),
  );
}

/** The product with a weight plus its adapter's contribution, if it has one. */
export function besideProduct(adapters: Weights) {
  return (weight: string, x: Value, product: Value): Value => {
    const down = adapters[downName(weight)];
    if (!down) return product;
    return add(product, mul(matmul(matmul(x, down), adapters[upName(weight)]), SCALE));
  };
}

/** Adds the trained adapters to an encoder's own weights; `trained` are the parameters by name. */
export function mergeAdapters(
  { graph }: ModelProto,
  weights: readonly TunableWeight[],
  trained: Readonly<Record<string, Float32Array>>,
  { rank }: Sizes,
): void {
  const tunable = new Map(weights.map((weight) => [weight.name, weight]));
  graph.initializer = graph.initializer.map((initializer) => {
    const weight = tunable.get(initializer.name);
    if (!weight) return initializer;
    const { name, rows, columns } = weight;
    const [down, up] = [trained[downName(name)], trained[upName(name)]];
    const merged = floatsOf(initializer).slice();
    for (let row = 0; row < rows; row += 1) {
      for (let inner = 0; inner < rank; inner += 1) {
        const share = SCALE * down[row * rank + inner];
        for (let column = 0; column < columns; column += 1)
          merged[row * columns + column] += share * up[inner * columns + column];
      }
    }
    return tensor(name, 'float', [rows, columns], merged);
  });
}
