import { fromHalf } from '../common/half';
import { DATA_TYPE, type ElementType, type TensorProto } from './proto';

/** A tensor's numbers; bool as 0 and 1 bytes, float16 as its bits. */
export interface ReadTensor {
  type: ElementType;
  shape: number[];
  data: Float32Array | Uint8Array | Int8Array | Int32Array | Uint16Array | BigInt64Array;
}

const ARRAYS = {
  float: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
} as const;

/** Reads a tensor stored in the model itself. Throws an Error naming one of another type. */
export function readTensor(proto: TensorProto): ReadTensor {
  const shape = proto.dims.map(Number);
  const type = typeOf(proto);
  const Data = ARRAYS[type];
  const { raw_data: raw } = proto;
  if (raw.length > 0) {
    // The bytes may be unaligned within the model's, so they are copied.
    const bytes = new Uint8Array(raw);
    return { type, shape, data: new Data(bytes.buffer, 0, bytes.byteLength / Data.BYTES_PER_ELEMENT) };
  }
  if (type === 'float') return { type, shape, data: Float32Array.from(proto.float_data) };
  if (type === 'int64') {
    return { type, shape, data: BigInt64Array.from(proto.int64_data, (value) => BigInt(Number(value))) };
  }
  return { type, shape, data: (ARRAYS[type] as typeof Int32Array).from(proto.int32_data) };
}

/** A float or float16 tensor's numbers. */
export function floatsOf(proto: TensorProto): Float32Array {
  const { type, data } = readTensor(proto);
  if (type === 'float') return data as Float32Array;
  if (type === 'float16') return fromHalf(data as Uint16Array);
  throw new Error(`the tensor ${proto.name} holds ${type} in place of floats`);
}

function typeOf({ name, data_type }: TensorProto): ElementType {
  const found = Object.entries(DATA_TYPE).find(([, code]) => code === data_type);
  if (!found) throw new Error(`the tensor ${name} is of a type (${data_type}) that is not read here`);
  return found[0] as ElementType;
}
