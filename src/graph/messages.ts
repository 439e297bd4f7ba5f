import {
  ATTRIBUTE_TYPE,
  DATA_TYPE,
  message,
  type AttributeProto,
  type Draft,
  type ElementType,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from './proto';

/** A dimension's size, or the name of one that is known only when the graph runs. */
export type Dimension = number | string;

/** An attribute in code: an integer is an int, `{ float }` a float. */
type AttributeValue =
  number | readonly number[] | string | { readonly float: number } | { readonly tensor: Draft<TensorProto> };
export type Attributes = Readonly<Record<string, AttributeValue>>;

export type TensorData =
  Float32Array | Uint8Array | Int8Array | Int32Array | Uint16Array | BigInt64Array | readonly bigint[];

export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Attributes = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
  return message('NodeProto', {
    op_type: opType,
    name: output[0],
    input: [...input],
    output: [...output],
    attribute,
  });
}

/** A tensor as raw little-endian data; float16 comes as its bits in a Uint16Array, bool as 0 and 1 bytes. */
export function tensor(
  name: string,
  type: ElementType,
  dims: readonly number[],
  data: TensorData,
): TensorProto {
  const view = Array.isArray(data)
    ? BigInt64Array.from(data as bigint[])
    : (data as Exclude<TensorData, readonly bigint[]>);
  const size = dims.reduce((product, dim) => product * dim, 1);
  if (view.length !== size) {
    throw new RangeError(`tensor ${name}: ${view.length} values do not fill [${dims.join(', ')}]`);
  }
  return message('TensorProto', {
    name,
    data_type: DATA_TYPE[type],
    dims: [...dims],
    raw_data: new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
  });
}

export function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): ValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dim_value: size } : { dim_param: size }));
  return message('ValueInfoProto', {
    name,
    type: { tensor_type: { elem_type: DATA_TYPE[type], shape: { dim } } },
  });
}

function attributeOf(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number')
    return message('AttributeProto', { name, type: ATTRIBUTE_TYPE.int, i: value });
  if (typeof value === 'string')
    return message('AttributeProto', { name, type: ATTRIBUTE_TYPE.string, s: Buffer.from(value, 'utf8') });
  if ('tensor' in value)
    return message('AttributeProto', { name, type: ATTRIBUTE_TYPE.tensor, t: value.tensor });
  if ('float' in value)
    return message('AttributeProto', { name, type: ATTRIBUTE_TYPE.float, f: value.float });
  return message('AttributeProto', { name, type: ATTRIBUTE_TYPE.ints, ints: [...value] });
}
