import { concatenated } from '../../common/rows';
import type { GraphBuilder, Value } from '../../graph/builder';
import { reshape, slice } from '../../graph/ops';

/** A parameter of a network: its initial value, and whether weight decay applies to it. */
export interface Parameter {
  shape: readonly number[];
  initial: Float32Array;
  decay: boolean;
}

export type Parameters = Readonly<Record<string, Parameter>>;
export type Weights = Readonly<Record<string, Value>>;

/** All parameters concatenated, in the order of their names in the object. */
export function flatten(parameters: Parameters): Float32Array {
  return concatenated(Object.values(parameters).map(({ initial }) => initial));
}

/** 1 where weight decay applies, 0 elsewhere, laid out as `flatten` does. */
export function decayMask(parameters: Parameters): Float32Array {
  const ones = Object.entries(parameters).map(([name, parameter]): [string, Parameter] => [
    name,
    { ...parameter, initial: new Float32Array(parameter.initial.length).fill(parameter.decay ? 1 : 0) },
  ]);
  return flatten(Object.fromEntries(ones));
}

/** The parameters as views into one flat value of a graph. */
export function weightsOf(parameters: Parameters, flat: Value): Weights {
  let at = 0;
  const views = Object.entries(parameters).map(([name, { shape, initial }]): [string, Value] => {
    at += initial.length;
    return [name, reshape(slice(flat, 0, at - initial.length, at), shape)];
  });
  return Object.fromEntries(views);
}

/** Trained parameters as constants of a graph. */
export function constantsOf(parameters: Parameters, flat: Float32Array, graph: GraphBuilder): Weights {
  let at = 0;
  const constants = Object.entries(parameters).map(([name, { shape, initial }]): [string, Value] => {
    at += initial.length;
    return [name, graph.constant(flat.slice(at - initial.length, at), shape)];
  });
  return Object.fromEntries(constants);
}
