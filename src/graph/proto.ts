import { parse, Reader, util, type Type } from 'protobufjs';
import { messageOf } from '../common/thrown';

/**
 * The part of ONNX's protobuf schema that is used here (onnx.proto of ONNX 1.17, same field numbers). Other fields,
 * such as metadata and functions, survive a round trip as unknown fields.
 */
const SCHEMA = `
  syntax = "proto3";
  package onnx;
  message ModelProto {
    int64 ir_version = 1;
    string producer_name = 2;
    string producer_version = 3;
    GraphProto graph = 7;
    repeated OperatorSetIdProto opset_import = 8;
  }
  message OperatorSetIdProto { string domain = 1; int64 version = 2; }
  message GraphProto {
    repeated NodeProto node = 1;
    string name = 2;
    repeated TensorProto initializer = 5;
    repeated ValueInfoProto input = 11;
    repeated ValueInfoProto output = 12;
    repeated ValueInfoProto value_info = 13;
  }
  message NodeProto {
    repeated string input = 1;
    repeated string output = 2;
    string name = 3;
    string op_type = 4;
    repeated AttributeProto attribute = 5;
    string domain = 7;
  }
  message AttributeProto {
    string name = 1;
    float f = 2;
    int64 i = 3;
    bytes s = 4;
    TensorProto t = 5;
    repeated float floats = 7;
    repeated int64 ints = 8;
    repeated bytes strings = 9;
    int32 type = 20;
  }
  message TensorProto {
    repeated int64 dims = 1;
    int32 data_type = 2;
    repeated float float_data = 4;
    repeated int32 int32_data = 5;
    repeated int64 int64_data = 7;
    string name = 8;
    bytes raw_data = 9;
    repeated StringStringEntryProto external_data = 13;
    int32 data_location = 14;
  }
  message StringStringEntryProto { string key = 1; string value = 2; }
  message ValueInfoProto { string name = 1; TypeProto type = 2; }
  message TypeProto { TensorTypeProto tensor_type = 1; }
  message TensorTypeProto { int32 elem_type = 1; TensorShapeProto shape = 2; }
  message TensorShapeProto { repeated DimensionProto dim = 1; }
  message DimensionProto {
    oneof value { int64 dim_value = 1; string dim_param = 2; }
  }
`;

/** TensorProto.DataType. */
export const DATA_TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
export type ElementType = keyof typeof DATA_TYPE;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  floats: 6,
  ints: 7,
  strings: 8,
} as const;

/** A 64-bit integer as protobufjs reads it (object) or writes it (number); `Number(value)` gives a plain number. */
type Int64 = number | { toNumber(): number; valueOf(): unknown };

export interface TensorProto {
  name: string;
  dims: Int64[];
  data_type: number;
  raw_data: Uint8Array;
  float_data: number[];
  int32_data: number[];
  int64_data: Int64[];
  /** Location of data in another file: `location`, and in bytes `offset` and `length`. */
  external_data: { key: string; value: string }[];
  /** 1 if the data are in another file. */
  data_location: number;
}

export interface AttributeProto {
  name: string;
  type: number;
  f: number;
  i: Int64;
  s: Uint8Array;
  t: TensorProto | null;
  floats: number[];
  ints: Int64[];
  strings: Uint8Array[];
}

export interface NodeProto {
  name: string;
  op_type: string;
  domain: string;
  input: string[];
  output: string[];
  attribute: AttributeProto[];
}

/** A size, or, if `dim_param` is not empty, the name of a size known only when the graph runs. */
interface DimensionProto {
  dim_value: Int64;
  dim_param: string;
}

export interface ValueInfoProto {
  name: string;
  type: { tensor_type: { elem_type: number; shape: { dim: DimensionProto[] } | null } | null } | null;
}

export interface GraphProto {
  name: string;
  node: NodeProto[];
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  value_info: ValueInfoProto[];
}

export interface ModelProto {
  ir_version: Int64;
  producer_name: string;
  producer_version: string;
  graph: GraphProto;
  opset_import: { domain: string; version: Int64 }[];
}

/** Every message for writing; omitted fields get protobuf's default. */
export type Draft<T> = T extends Uint8Array
  ? T
  : T extends (infer Element)[]
    ? Draft<Element>[]
    : T extends object
      ? { [Key in keyof T]?: Draft<T[Key]> }
      : T;

interface Messages {
  NodeProto: NodeProto;
  AttributeProto: AttributeProto;
  TensorProto: TensorProto;
  ValueInfoProto: ValueInfoProto;
}

const { root } = parse(SCHEMA, { keepCase: true });
const modelType: Type = root.lookupType('onnx.ModelProto');

/**
 * Reads an ONNX model. Throws an Error if the bytes are not one. Fields outside the schema are kept and written again
 * by `writeModel`.
 */
export function readModel(bytes: Uint8Array): ModelProto {
  const reader = Reader.create(bytes);
  reader.discardUnknown = false;
  let model: ModelProto;
  try {
    model = modelType.decode(reader) as unknown as ModelProto;
  } catch (error) {
    const reason = error instanceof util.ProtocolError ? 'a required part is missing' : messageOf(error);
    throw new Error(`not an ONNX model: ${reason}`, { cause: error });
  }
  if (!model.graph || model.opset_import.length === 0) {
    throw new Error('not an ONNX model: it has no graph or names no operator set');
  }
  return model;
}

/** A message like those of `readModel`: omitted fields get protobuf's default, which is not written. */
export function message<Kind extends keyof Messages>(
  kind: Kind,
  draft: Draft<Messages[Kind]>,
): Messages[Kind] {
  return root.lookupType(`onnx.${kind}`).create(draft) as unknown as Messages[Kind];
}

/** The bytes of an ONNX model. */
export function writeModel(model: Draft<ModelProto>): Uint8Array {
  return modelType.encode(model as Record<string, unknown>).finish();
}

/** A graph's inputs, except weights that are also declared as inputs. */
export function inputsOf({ input, initializer }: GraphProto): ValueInfoProto[] {
  const weights = new Set(initializer.map(({ name }) => name));
  return input.filter(({ name }) => !weights.has(name));
}

/** The highest version of ONNX's own operator set that a model imports. */
export function opsetOf(model: ModelProto): number {
  const own = model.opset_import.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  return Math.max(0, ...own.map(({ version }) => Number(version)));
}
