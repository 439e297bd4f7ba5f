import { floats, floatsIn } from '../../engine/floats';
import type { InferenceSession } from '../../engine/runtime';

/** The state passed between training steps: weights and Adam's two moments, each [P]. */
export class OptimiserState {
  private constructor(
    readonly weights: Float32Array,
    private readonly first: Float32Array,
    private readonly second: Float32Array,
  ) {}

  static of(weights: Float32Array): OptimiserState {
    const zeros = () => new Float32Array(weights.length);
    return new OptimiserState(weights, zeros(), zeros());
  }

  /** From the outputs of `addAdam`. */
  static after(outputs: InferenceSession.ReturnType): OptimiserState {
    const [weights, first, second] = ['new_weights', 'new_first', 'new_second'].map((name) =>
      floatsIn(outputs, name),
    );
    return new OptimiserState(weights, first, second);
  }

  /** Inputs of the step number `step`, from 1 on. */
  feeds(step: number, rate: number) {
    const { weights, first, second } = this;
    return {
      weights: floats(weights, weights.length),
      first: floats(first, first.length),
      second: floats(second, second.length),
      rate: floats(Float32Array.of(rate)),
      step: floats(Float32Array.of(step)),
    };
  }
}
