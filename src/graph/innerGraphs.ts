import type { ModelProto } from './proto';

/** AttributeProto.AttributeType of a graph, and of several. */
const GRAPH_ATTRIBUTES = [5, 10];

/** Throws an Error naming an operator with a subgraph, whose values are not followed here. */
export function refuseInnerGraphs({ graph }: ModelProto): void {
  const outer = graph.node.find(({ attribute }) =>
    attribute.some(({ type }) => GRAPH_ATTRIBUTES.includes(type)),
  );
  if (outer) throw new Error(`the operator ${outer.op_type} holds a graph of its own`);
}
