import type { Value } from '../../graph/builder';
import { add, exp, maximum, mul, sub } from '../../graph/ops';

/** The scale on which a network works: logarithms of counts and amounts, or standardised numbers. */
export type Scale = { kind: 'log1p' } | { kind: 'linear'; mean: number; deviation: number };

export function toScale(units: number, scale: Scale): number {
  return scale.kind === 'log1p' ? Math.log1p(units) : (units - scale.mean) / scale.deviation;
}

/** Back to units; on the scale of logarithms never below 0. */
export function toUnits(value: number, scale: Scale): number {
  return scale.kind === 'log1p' ? Math.max(Math.expm1(value), 0) : value * scale.deviation + scale.mean;
}

export function unitsOf(value: Value, scale: Scale): Value {
  if (scale.kind === 'log1p') return maximum(sub(exp(value), 1), 0);
  return add(mul(value, scale.deviation), scale.mean);
}
