import { attributesOf } from '../attributes';
import type { GraphBuilder, Value } from '../builder';
import type { Dimension } from '../messages';
import type { ElementType, GraphProto, NodeProto, TensorProto } from '../proto';
import { readTensor } from '../tensorData';
import { type ImportedNode, OPERATORS } from './operators';

/** Type and sizes of each value of a model, by name; sizes that differ from batch to batch have names. */
export type ValueTypes = ReadonlyMap<string, { type: ElementType; shape: readonly Dimension[] }>;

export interface ImportOptions {
  /** What the model's inputs are in the graph. */
  inputs: ReadonlyMap<string, Value>;
  types: ValueTypes;
  /** Bias or adapter added to a product of [..., K] by a weight [K, M], by the weight's name. */
  beside?: (weight: string, x: Value, product: Value) => Value;
}

/**
 * Copies a model's nodes into a graph under construction, so that it can be differentiated, and returns the value that
 * has a name in the model. Operators are ONNX's own (plainOperators.ts). An operator without a derivative is an error
 * only if a gradient must pass through it. Throws an Error naming a value of unknown size.
 */
export function importGraph(
  graph: GraphBuilder,
  { node, initializer }: GraphProto,
  { inputs, types, beside }: ImportOptions,
): (name: string) => Value {
  const values = new Map(inputs);
  const weights = new Map(initializer.map((weight) => [weight.name, weight]));
  for (const [name, weight] of weights) values.set(name, constant(graph, weight));
  const valueOf = (name: string) => {
    const found = values.get(name);
    if (!found) throw new Error(`the model has no value named '${name}'`);
    return found;
  };
  const typeOf = (name: string) => {
    const found = types.get(name);
    if (!found) throw new Error(`the sizes of '${name}' are not known`);
    return found;
  };
  for (const each of node) {
    if (each.op_type === 'Constant') {
      const [name] = each.output;
      weights.set(name, constantOf(each));
      values.set(name, constant(graph, constantOf(each)));
      continue;
    }
    if (each.domain && each.domain !== 'ai.onnx')
      throw new Error(`the operator ${each.op_type} of ${each.domain} is not known here`);
    const taken = each.input.map((name) => (name === '' ? null : valueOf(name)));
    const outputs = each.output.filter(Boolean);
    const added = addNode({
      op: each.op_type,
      graph,
      inputs: taken,
      attributes: attributesOf(each),
      outputs: outputs.map(typeOf),
      ints: (input) => wholeNumbers(each.input[input], weights),
    });
    outputs.forEach((name, index) => {
      if (added[index]) values.set(name, added[index]);
    });
    const [x, weight] = each.input;
    if (beside && each.op_type === 'MatMul' && weights.has(weight)) {
      values.set(outputs[0], beside(weight, valueOf(x), added[0]));
    }
  }
  return valueOf;
}

function addNode(node: ImportedNode): Value[] {
  const { op, graph, inputs, attributes, outputs } = node;
  // Integers have no gradient, and arithmetic on sizes is copied as it is.
  const known = outputs[0]?.type === 'float' && inputs.length > 0;
  const value = known ? OPERATORS[op]?.(inputs as Value[], node) : undefined;
  if (value) return [value];
  const present = inputs.map((input) => input ?? graph.absent());
  return graph.add(op, present, outputs, attributes);
}

function constant(graph: GraphBuilder, weight: TensorProto): Value {
  const { data, shape, type } = readTensor(weight);
  return graph.constant(data, shape, type);
}

function constantOf({ output, attribute }: NodeProto): TensorProto {
  const found = attribute.find(({ t }) => t)?.t;
  if (!found) throw new Error(`the constant '${output[0]}' holds no tensor`);
  return found;
}

function wholeNumbers(
  name: string | undefined,
  weights: ReadonlyMap<string, TensorProto>,
): readonly number[] | undefined {
  const weight = name ? weights.get(name) : undefined;
  return weight && Array.from(readTensor(weight).data as BigInt64Array, Number);
}
