import type { Value } from './builder';
import { add, mul } from './ops';

/**
 * Reverse-mode differentiation: adds the gradients of a scalar `loss` with respect to each value of `by`. Throws if an
 * operator without a derivative is between them; TopK, Gather and comparisons have none.
 */
export function gradients(loss: Value, by: readonly Value[]): Value[] {
  const steps = [...loss.graph.steps];
  const depends = new Set(by);
  for (const { inputs, outputs } of steps) {
    if (inputs.some((input) => depends.has(input))) outputs.forEach((output) => depends.add(output));
  }
  const found = new Map<Value, Value>([[loss, loss.graph.scalar(1)]]);
  for (const { op, inputs, outputs, derivative } of steps.reverse()) {
    const gradient = found.get(outputs[0]);
    if (!gradient || !depends.has(outputs[0])) continue;
    if (!derivative) throw new Error(`${op} has no derivative`);
    derivative(gradient, outputs[0]).forEach((part, index) => {
      const input = inputs[index];
      if (!part || !depends.has(input)) return;
      const sum = found.get(input);
      found.set(input, sum ? add(sum, part) : part);
    });
  }
  return by.map((value) => found.get(value) ?? mul(value, 0));
}
