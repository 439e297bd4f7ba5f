import { certain } from '../../common/certain';
import { adder } from '../adder';
import { attributesOf, intOf } from '../attributes';
import { refuseInnerGraphs } from '../innerGraphs';
import { node, tensor } from '../messages';
import { writeOut } from '../plainOperators';
import { DATA_TYPE, type GraphProto, type ModelProto, type NodeProto, type TensorProto } from '../proto';
import { floatsOf } from '../tensorData';
import { int8Columns } from './int8Columns';

/** A value's range, which includes zero. */
export interface Range {
  low: number;
  high: number;
}

const MICROSOFT = 'com.microsoft';
/** Smaller tables, such as those of positions, are not quantized. */
const FEWEST_ROWS = 1000;

/**
 * Names of the values that are multiplied by a weight: quantization needs their ranges. Values after the pooling, where
 * rows are texts, should get none.
 */
export function productInputs({ graph }: ModelProto): string[] {
  const weights = matrices(graph);
  const entering = graph.node
    .filter((each) => isProduct(each) && weights.has(each.input[1]))
    .map(({ input }) => input[0]);
  return [...new Set(entering)];
}

/**
 * Quantizes an fp32 encoder to int8 with fixed scales, so that a text's vector does not depend on its batch. Products
 * by a weight whose input has a range take uint8 activations and int8 weights (Attention and MatMul, including an added
 * bias); large tables are int8 by row. Everything else stays in fp32. Throws an Error naming an unsupported operator.
 */
export function quantizeEncoder(model: ModelProto, ranges: ReadonlyMap<string, Range>): void {
  refuseInnerGraphs(model);
  writeOut(model, ['EmbedLayerNormalization']);
  const { graph } = model;
  new Quantizing(graph, ranges).apply();
  const used = new Set(graph.node.flatMap(({ input }) => input));
  graph.initializer = graph.initializer.filter(({ name }) => used.has(name));
  graph.value_info = [];
  if (!model.opset_import.some(({ domain }) => domain === MICROSOFT))
    model.opset_import.push({ domain: MICROSOFT, version: 1 });
}

class Quantizing {
  private readonly weights: Map<string, TensorProto>;
  private readonly made: NodeProto[] = [];
  private readonly add: ReturnType<typeof adder>;
  /**
   * By a value's name: its uint8 form, scale and zero point; by a weight's name: its int8 form, scales and zero points.
   */
  private readonly done = new Map<string, [string, string, string]>();
  /** Nodes that add a bias to a product, by the product's name. */
  private readonly biases: Map<string, { bias: string; sum: NodeProto }>;

  constructor(
    private readonly graph: GraphProto,
    private readonly ranges: ReadonlyMap<string, Range>,
  ) {
    this.weights = matrices(graph);
    this.biases = addedBiases(graph);
    this.add = adder({ node: this.made, initializer: graph.initializer }, 'int8');
  }

  apply(): void {
    const { graph, ranges, weights } = this;
    const folded = new Set<NodeProto>();
    for (const each of graph.node) {
      if (folded.has(each)) continue;
      const range = ranges.get(each.input[0]);
      if (isProduct(each) && range && weights.has(each.input[1])) {
        if (each.op_type === 'Attention') this.attention(each, range);
        else {
          const sum = this.product(each, range);
          if (sum) folded.add(sum);
        }
      } else if (each.op_type === 'Gather' && this.isTable(each)) this.table(each);
      else this.made.push(each);
    }
    graph.node = this.made;
  }

  private attention(each: NodeProto, range: Range): void {
    const [x, weight, bias, mask, ...others] = each.input;
    const { num_heads, mask_filter_value, ...strange } = attributesOf(each);
    if (others.some(Boolean) || Object.keys(strange).length > 0)
      throw new Error(`the operator Attention (${each.name}) is used in a way that is not quantized here`);
    const [entering, scale, zero] = this.quantized(x, range);
    const [values, scales, zeros] = this.quantizedWeight(weight);
    const inputs = [entering, values, bias, scale, scales, mask ?? '', zero, zeros];
    this.microsoft('QAttention', inputs, each.output[0], {
      num_heads,
      ...(mask_filter_value !== undefined && { mask_filter_value }),
    });
  }

  /** Removes the node that added a bias, which is now part of the product. */
  private product({ input: [x, weight], output: [name] }: NodeProto, range: Range): NodeProto | undefined {
    const [entering, scale, zero] = this.quantized(x, range);
    const [values, scales, zeros] = this.quantizedWeight(weight);
    const added = this.biases.get(name);
    const inputs = [entering, values, scale, scales, zero, zeros, ...(added ? [added.bias] : [])];
    this.microsoft('MatMulIntegerToFloat', inputs, added?.sum.output[0] ?? name);
    return added?.sum;
  }

  private isTable({ input: [name], attribute }: NodeProto): boolean {
    const table = this.weights.get(name);
    const axis = intOf(attributesOf({ attribute, op_type: 'Gather' }), 'axis', 0);
    return table !== undefined && axis === 0 && Number(table.dims[0]) >= FEWEST_ROWS;
  }

  private table({ input: [name, ids], output: [made] }: NodeProto): void {
    const table = certain(this.weights.get(name), 'table of words');
    const [rows, width] = table.dims.map(Number);
    const { values, scales } = int8Columns(transposed(floatsOf(table), width), rows);
    const bytes = new Int8Array(transposed(values, rows).buffer);
    const integers = this.constant(`${name}/int8`, tensor(`${name}/int8`, 'int8', [rows, width], bytes));
    const scale = this.constant(`${name}/scale`, tensor(`${name}/scale`, 'float', [rows, 1], scales));
    const taken = this.add('Cast', [this.add('Gather', [integers, ids])], { to: DATA_TYPE.float });
    this.made.push({ ...node('Mul', [taken, this.add('Gather', [scale, ids])], [made]), domain: '' });
  }

  private quantized(name: string, { low, high }: Range): [string, string, string] {
    const known = this.done.get(name);
    if (known) return known;
    const step = (high - low) / 255;
    const scale = this.constant(`${name}/scale`, tensor(`${name}/scale`, 'float', [], Float32Array.of(step)));
    const zero = tensor(`${name}/zero`, 'uint8', [], Uint8Array.of(Math.round(-low / step)));
    const parts: [string, string, string] = ['', scale, this.constant(`${name}/zero`, zero)];
    parts[0] = this.add('QuantizeLinear', [name, scale, parts[2]]);
    this.done.set(name, parts);
    return parts;
  }

  private quantizedWeight(name: string): [string, string, string] {
    const known = this.done.get(name);
    if (known) return known;
    const weight = certain(this.weights.get(name), 'weight of a product');
    const columns = Number(weight.dims[1]);
    const { values, scales } = int8Columns(floatsOf(weight), columns);
    const parts = [
      tensor(`${name}/int8`, 'int8', weight.dims.map(Number), values),
      tensor(`${name}/scale`, 'float', [columns], scales),
      tensor(`${name}/zero`, 'int8', [columns], new Int8Array(columns)),
    ].map((part) => this.constant(part.name, part)) as [string, string, string];
    this.done.set(name, parts);
    return parts;
  }

  private constant(name: string, weight: TensorProto): string {
    if (!this.graph.initializer.some((each) => each.name === name)) this.graph.initializer.push(weight);
    return name;
  }

  private microsoft(op: string, inputs: string[], output: string, attributes = {}): void {
    this.made.push({ ...node(op, inputs, [output], attributes), domain: MICROSOFT });
  }
}

/** Whether a node multiplies an activation by a weight. */
function isProduct({ op_type, domain }: NodeProto): boolean {
  return domain === MICROSOFT ? op_type === 'Attention' : op_type === 'MatMul';
}

/** Weights of two axes, by name. */
function matrices({ initializer }: GraphProto): Map<string, TensorProto> {
  const found = initializer.filter(
    ({ dims, data_type }) => dims.length === 2 && data_type === DATA_TYPE.float,
  );
  return new Map(found.map((weight) => [weight.name, weight]));
}

/** The bias [M] added to each product, if nothing else uses the product. */
function addedBiases(graph: GraphProto): Map<string, { bias: string; sum: NodeProto }> {
  const vectors = new Set(graph.initializer.filter(({ dims }) => dims.length === 1).map(({ name }) => name));
  const takers = new Map<string, number>();
  for (const name of [
    ...graph.node.flatMap(({ input }) => input),
    ...graph.output.map(({ name: output }) => output),
  ])
    takers.set(name, (takers.get(name) ?? 0) + 1);
  const found = new Map<string, { bias: string; sum: NodeProto }>();
  for (const sum of graph.node) {
    if (sum.op_type !== 'Add') continue;
    const bias = sum.input.find((name) => vectors.has(name));
    const product = sum.input.find((name) => name !== bias);
    if (bias && product && takers.get(product) === 1) found.set(product, { bias, sum });
  }
  return found;
}

function transposed<T extends Float32Array | Int8Array>(matrix: T, columns: number): T {
  const rows = matrix.length / columns;
  const turned = matrix.slice() as T;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1)
      turned[column * rows + row] = matrix[row * columns + column];
  }
  return turned;
}
