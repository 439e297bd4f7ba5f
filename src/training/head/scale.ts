import type { Value } from '../../graph/builder';
import { add, exp, maximum, mul, sub } from '../../graph/ops';

/** The scale on which a network works: numbers or their log1p, minus a mean and divided by a standard deviation. */
export interface Scale {
  kind: 'log1p' | 'linear';
  mean: number;
  deviation: number;
}

export function toScale(units: number, { kind, mean, deviation }: Scale): number {
  return ((kind === 'log1p' ? Math.log1p(units) : units) - mean) / deviation;
}

/** Back to units; with logarithms never below 0. */
export function toUnits(value: number, { kind, mean, deviation }: Scale): number {
  const plain = value * deviation + mean;
  return kind === 'log1p' ? Math.max(Math.expm1(plain), 0) : plain;
}

export function unitsOf(value: Value, { kind, mean, deviation }: Scale): Value {
  const plain = mean === 0 && deviation === 1 ? value : add(mul(value, deviation), mean);
  return kind === 'log1p' ? maximum(sub(exp(plain), 1), 0) : plain;
}
