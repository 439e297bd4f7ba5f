import { node, tensor } from './messages';
import type { GraphProto } from './proto';

/** Adds nodes with one output each, and constants, under names of a scope of their own. */
export function adder(graph: Pick<GraphProto, 'node' | 'initializer'>, scope: string) {
  let count = 0;
  const fresh = (kind: string) => `shelfcast/${scope}/${kind}${count++}`;
  const constant = (draft: ReturnType<typeof tensor>) => {
    graph.initializer.push(draft);
    return draft.name;
  };
  const add = (op: string, inputs: string[], attributes: Parameters<typeof node>[3] = {}) => {
    const name = fresh(op);
    graph.node.push(node(op, inputs, [name], attributes));
    return name;
  };
  add.ints = (values: number[]) =>
    constant(tensor(fresh('ints'), 'int64', [values.length], values.map(BigInt)));
  add.float = (value: number) => constant(tensor(fresh('float'), 'float', [], Float32Array.of(value)));
  return add;
}
