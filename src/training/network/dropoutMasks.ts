import type { Tensor } from '../../engine/runtime';
import type { Random } from '../../common/random';
import type { NetworkShape } from './network';

/** Dropout masks cut at random positions from a pool that is renewed every epoch. */
export class DropoutMasks {
  private readonly pool: Float32Array;
  private readonly size: number;

  constructor(
    private readonly shape: NetworkShape,
    private readonly options: { batch: number; dropout: number },
    private readonly random: Random,
  ) {
    this.size = shape.members * options.batch * shape.hidden;
    this.pool = new Float32Array(this.size * 4);
  }

  refill(): void {
    this.random.mask(this.pool, this.options.dropout);
  }

  feeds(floats: (data: Float32Array, ...dims: number[]) => Tensor): Record<string, Tensor> {
    const { layers, members, hidden } = this.shape;
    return Object.fromEntries(
      Array.from({ length: layers }, (_, layer) => {
        const from = this.random.below(this.pool.length - this.size);
        return [
          `mask${layer}`,
          floats(this.pool.subarray(from, from + this.size), members, this.options.batch, hidden),
        ];
      }),
    );
  }
}
