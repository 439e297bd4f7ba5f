import { sizeAt } from '../../graph/shapes';
import type { Value } from '../../graph/builder';
import { add, mul, reshape } from '../../graph/ops';

/** Location of each record's answers: a network's answer z stands for location + spread * z. */
export interface Placement {
  /** [N, S] */
  location: Value;
  /** [N, 1] */
  spread: Value;
}

/** Answers [.., N, S, Q] of a network, placed. */
export function placed(answers: Value, { location, spread }: Placement): Value {
  const [rows, series] = location.shape;
  return add(reshape(location, [rows, series, 1]), mul(answers, reshape(spread, [rows, 1, 1])));
}

/** Answers [Q, members, N, S], placed. */
export function placedByQuantile(answers: Value, { location, spread }: Placement): Value {
  const series = sizeAt(location, 1);
  const each = mul(spread, location.graph.constant(new Float32Array(series).fill(1), [1, series]));
  return add(location, mul(answers, each));
}
