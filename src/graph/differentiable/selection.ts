import type { Value } from '../builder';
import type { Attributes, Dimension } from '../messages';
import { reshapeLike, shapeOf } from '../ops';

/**
 * An operator that copies elements of its first input, such as Slice or Gather. Each gradient goes back to the
 * element's source, which the same operator finds when applied to positions.
 */
export function selection(
  op: string,
  [x, ...rest]: readonly Value[],
  shape: readonly Dimension[],
  attributes: Attributes,
): Value {
  const { graph } = x;
  return graph.add(op, [x, ...rest], [{ type: x.type, shape }], attributes, (g) => {
    const one = (name: string, inputs: Value[], type: Value['type'], sizes: Value['shape'], given = {}) =>
      graph.add(name, inputs, [{ type, shape: sizes }], given)[0];
    const count = one('Size', [x], 'int64', []);
    const [zero, step] = [0n, 1n].map((number) => graph.constant(BigInt64Array.of(number), []));
    const places = one('Range', [zero, count, step], 'int64', ['elements']);
    const grid = one('Reshape', [places, shapeOf(x)], 'int64', x.shape);
    const flat = (value: Value) =>
      one('Reshape', [value, graph.ints(-1)], value.type, [`taken by ${value.name}`]);
    const taken = flat(one(op, [grid, ...rest], 'int64', shape, attributes));
    const nothing = one(
      'Expand',
      [graph.scalar(0), one('Reshape', [count, graph.ints(1)], 'int64', [1])],
      x.type,
      ['elements'],
    );
    const scattered = one('ScatterElements', [nothing, taken, flat(g)], x.type, ['elements'], {
      axis: 0,
      reduction: 'add',
    });
    return [reshapeLike(scattered, x), ...rest.map(() => null)];
  })[0];
}
