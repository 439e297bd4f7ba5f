import { node, tensor, valueInfo, type Attributes, type Dimension, type TensorData } from './messages';
import { writeModel, type ElementType, type NodeProto, type TensorProto } from './proto';

const IR_VERSION = 8;
const OPSET = 17;

export type Shape = readonly Dimension[];

/** A tensor that flows through a graph under construction. */
export interface Value {
  readonly graph: GraphBuilder;
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** Maps the gradient of a node's first output to those of its inputs, in order; null for an input without one. */
export type Derivative = (gradient: Value, output: Value) => (Value | null)[];

/** A node as it was added; differentiation walks through these backwards. */
export interface Step {
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly derivative: Derivative | null;
}

/** Builds an ONNX graph (opset 17) value by value; the functions of ops.ts are its vocabulary. */
export class GraphBuilder {
  readonly steps: Step[] = [];
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: Value[] = [];
  private readonly outputs: Value[] = [];
  private readonly scalars = new Map<string, Value>();
  private readonly names = new Set<string>();

  constructor(private readonly name: string) {}

  input(name: string, type: ElementType, shape: Shape): Value {
    const value = this.value(this.claim(name), type, shape);
    this.inputs.push(value);
    return value;
  }

  /** A constant of the graph; float16 data (bits in a Uint16Array) must be cast before it is used. */
  constant(data: TensorData, shape: readonly number[], type: ElementType = elementType(data)): Value {
    const value = this.value(this.fresh('constant'), type, shape);
    this.initializers.push(tensor(value.name, type, shape, data));
    return value;
  }

  /** A float of shape []; equal numbers share one value. */
  scalar(number: number): Value {
    const key = Object.is(number, -0) ? '-0' : String(number);
    let value = this.scalars.get(key);
    if (!value) {
      value = this.constant(Float32Array.of(number), []);
      this.scalars.set(key, value);
    }
    return value;
  }

  /** Whole numbers as int64 [n], for axes, shapes and the like. */
  ints(...numbers: number[]): Value {
    return this.constant(BigInt64Array.from(numbers, BigInt), [numbers.length]);
  }

  /** Stands for an optional input that is left out. */
  absent(): Value {
    return this.value('', 'float', []);
  }

  /** Adds a node and returns its outputs, whose types and shapes the caller knows. */
  add(
    op: string,
    inputs: readonly Value[],
    outputs: readonly { type: ElementType; shape: Shape }[],
    attributes: Attributes = {},
    derivative: Derivative | null = null,
  ): Value[] {
    const values = outputs.map(({ type, shape }) => this.value(this.fresh(op), type, shape));
    this.nodes.push(
      node(
        op,
        inputs.map(({ name }) => name),
        values.map(({ name }) => name),
        attributes,
      ),
    );
    this.steps.push({ op, inputs, outputs: values, derivative });
    return values;
  }

  /** Makes a value an output of the graph under a name of its own. */
  output(name: string, value: Value): void {
    const output = this.value(this.claim(name), value.type, value.shape);
    this.nodes.push(node('Identity', [value.name], [name]));
    this.outputs.push(output);
  }

  /** The model's bytes, without nodes and weights that no output needs. */
  bytes(): Uint8Array {
    const { nodes, used } = this.reachable();
    const info = ({ name, type, shape }: Value) => valueInfo(name, type, shape);
    return writeModel({
      ir_version: IR_VERSION,
      producer_name: 'shelfcast',
      opset_import: [{ domain: '', version: OPSET }],
      graph: {
        name: this.name,
        node: nodes,
        initializer: this.initializers.filter(({ name }) => used.has(name)),
        input: this.inputs.map(info),
        output: this.outputs.map(info),
      },
    });
  }

  private reachable(): { nodes: NodeProto[]; used: Set<string> } {
    const used = new Set(this.outputs.map(({ name }) => name));
    const nodes: NodeProto[] = [];
    for (const candidate of this.nodes.toReversed()) {
      if (!candidate.output.some((name) => used.has(name))) continue;
      candidate.input.forEach((name) => used.add(name));
      nodes.unshift(candidate);
    }
    return { nodes, used };
  }

  private value(name: string, type: ElementType, shape: Shape): Value {
    return { graph: this, name, type, shape };
  }

  private claim(name: string): string {
    if (this.names.has(name)) throw new Error(`the graph ${this.name} already has a value named ${name}`);
    this.names.add(name);
    return name;
  }

  private fresh(stem: string): string {
    let count = this.names.size;
    while (this.names.has(`${stem}_${count}`)) count += 1;
    return this.claim(`${stem}_${count}`);
  }
}

function elementType(data: TensorData): ElementType {
  if (data instanceof Float32Array) return 'float';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Int8Array) return 'int8';
  if (data instanceof Uint8Array) return 'uint8';
  if (data instanceof Uint16Array) return 'float16';
  return 'int64';
}
