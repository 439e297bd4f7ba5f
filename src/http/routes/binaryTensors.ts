import type { IncomingHttpHeaders } from 'node:http';
import { ShelfcastError } from '../../contract/errors';
import { MAX_COLUMNS, MAX_ITEMS } from '../../contract/limits';
import { parseJson } from '../exchange/body';

/** The header with the number of bytes of JSON before the binary tensors. */
export const JSON_LENGTH = 'inference-header-content-length';
/** The parameter of a tensor with its number of bytes. */
export const TENSOR_LENGTH = 'binary_data_size';

const MOST_ELEMENTS = MAX_ITEMS * MAX_COLUMNS;

type Element = number | string | null;
type Read = { width: number; at(bytes: Buffer, offset: number): number };

const NUMBERS: Readonly<Record<string, Read>> = {
  FP32: { width: 4, at: (bytes, offset) => bytes.readFloatLE(offset) },
  FP64: { width: 8, at: (bytes, offset) => bytes.readDoubleLE(offset) },
  INT32: { width: 4, at: (bytes, offset) => bytes.readInt32LE(offset) },
  INT64: { width: 8, at: (bytes, offset) => Number(bytes.readBigInt64LE(offset)) },
};

/**
 * An inference request as pure JSON: tensors that follow it in binary are inserted as `data`, NaN as null. See Triton's
 * extension: https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md Throws
 * ShelfcastError `not_json` or `invalid`.
 */
export function inferenceJson(bytes: Buffer, headers: IncomingHttpHeaders): unknown {
  const header = headers[JSON_LENGTH];
  if (header === undefined) return parseJson(bytes);
  const length = Number(header);
  if (!/^\d+$/.test(String(header)) || length > bytes.length)
    throw invalid(JSON_LENGTH, `must be how many of the ${bytes.length} bytes are JSON`);
  const request = parseJson(bytes.subarray(0, length));
  let rest = bytes.subarray(length);
  for (const [index, input] of tensorsIn(request).entries()) {
    const size = input.parameters?.[TENSOR_LENGTH];
    if (size === undefined) continue;
    const path = `inputs[${index}].parameters.${TENSOR_LENGTH}`;
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 0 || size > rest.length)
      throw invalid(path, `must be a number of bytes, of which ${rest.length} are left`);
    if (input.data !== undefined)
      throw invalid(`inputs[${index}].data`, `is not given beside ${TENSOR_LENGTH}`);
    input.data = elements(String(input.datatype), rest.subarray(0, size), path);
    rest = rest.subarray(size);
  }
  if (rest.length) throw invalid('inputs', `leave ${rest.length} bytes that no tensor counts as its own`);
  return request;
}

interface TensorInJson {
  datatype?: unknown;
  parameters?: Record<string, unknown> | null;
  data?: unknown;
}

/** Anything but a tensor is left for the schema to refuse. */
function tensorsIn(request: unknown): TensorInJson[] {
  const inputs = (request as { inputs?: unknown } | null)?.inputs;
  if (!Array.isArray(inputs) || inputs.length > MAX_COLUMNS) return [];
  return inputs.map((input: unknown) => (typeof input === 'object' && input !== null ? input : {}));
}

function elements(datatype: string, bytes: Buffer, path: string): Element[] {
  if (datatype === 'BYTES') return texts(bytes, path);
  const read = Object.hasOwn(NUMBERS, datatype) ? NUMBERS[datatype] : undefined;
  if (!read) throw invalid(path, `needs one of the datatypes BYTES, ${Object.keys(NUMBERS).join(', ')}`);
  const count = bytes.length / read.width;
  if (!Number.isInteger(count))
    throw invalid(path, `is no multiple of the ${read.width} bytes of ${datatype}`);
  if (count > MOST_ELEMENTS) throw invalid(path, `is more than ${MOST_ELEMENTS} elements`);
  return Array.from({ length: count }, (_, n) => {
    const value = read.at(bytes, n * read.width);
    return Number.isNaN(value) ? null : value;
  });
}

/** Each text is preceded by its length in bytes. */
function texts(bytes: Buffer, path: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 <= bytes.length ? at + 4 + bytes.readUInt32LE(at) : Infinity;
    if (end > bytes.length) throw invalid(path, 'ends within a text');
    if (found.push(bytes.toString('utf8', at + 4, end)) > MAX_ITEMS)
      throw invalid(path, `is more than ${MAX_ITEMS} texts`);
    at = end;
  }
  return found;
}

function invalid(path: string, message: string): ShelfcastError {
  return new ShelfcastError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
