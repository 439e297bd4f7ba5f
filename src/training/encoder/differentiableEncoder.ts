import { certain } from '../../common/certain';
import type { ValueTypes } from '../../graph/differentiable/importGraph';
import { plainOperators } from '../../graph/plainOperators';
import { type GraphProto, readModel } from '../../graph/proto';
import { valueTypes } from './valueTypes';

/** A weight [rows, columns] of an encoder used in a product with tokens. */
export interface TunableWeight {
  name: string;
  rows: number;
  columns: number;
}

/** An encoder's graph in differentiable operators. */
export interface DifferentiableEncoder {
  graph: GraphProto;
  types: ValueTypes;
  /** The used inputs, int64 [N, L]. */
  inputs: readonly string[];
  /** Weights of attention and feed-forward, layer by layer. */
  layers: readonly (readonly TunableWeight[])[];
}

/** Number of axes of a token value; after the pooling there are fewer. */
const TOKEN_AXES = 3;

/** From an encoder's ONNX bytes in fp32 or fp16. Throws an Error that says why a graph cannot be differentiated. */
export async function differentiableEncoder(bytes: Uint8Array): Promise<DifferentiableEncoder> {
  const model = readModel(bytes);
  plainOperators(model);
  const { graph } = model;
  const types = await valueTypes(model);
  const inputs = graph.input.map(({ name }) => name);
  const layers = layersOf(graph, types);
  if (layers.length === 0) throw new Error('it has no attention whose weights could be tuned');
  return { graph, types, inputs, layers };
}

/** A layer has one softmax, and as many products with a weight as every other layer. */
function layersOf({ node, initializer }: GraphProto, types: ValueTypes): TunableWeight[][] {
  const matrices = new Map(initializer.map(({ name, dims }) => [name, dims.map(Number)]));
  const names = node
    .filter(({ op_type, input }) => op_type === 'MatMul' && matrices.get(input[1])?.length === 2)
    .filter(({ output }) => types.get(output[0])?.shape.length === TOKEN_AXES)
    .map(({ input }) => input[1]);
  const weights = [...new Set(names)].map((name) => {
    const [rows, columns] = certain(matrices.get(name), `shape of ${name}`);
    return { name, rows, columns };
  });
  const count = node.filter(({ op_type }) => op_type === 'Softmax').length;
  const each = Math.ceil(weights.length / Math.max(1, count));
  return Array.from({ length: Math.ceil(weights.length / each) }, (_, layer) =>
    weights.slice(layer * each, (layer + 1) * each),
  );
}
