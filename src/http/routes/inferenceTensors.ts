import { z } from 'zod';
import { certain } from '../../common/certain';
import { shortFloat } from '../../common/shortFloat';
import { boundedArray, boundedMap } from '../../contract/bounded';
import { ShelfcastError } from '../../contract/errors';
import { MAX_COLUMNS, MAX_FEATURE, MAX_ITEMS, MAX_TEXT_CHARACTERS } from '../../contract/limits';
import type { Manifest } from '../../contract/manifest';
import type { TensorRequest, TensorResponse } from '../../contract/service';
import type { Reply } from '../exchange/reply';
import { JSON_LENGTH, TENSOR_LENGTH } from './binaryTensors';

const parameters = boundedMap(z.union([z.string().max(MAX_TEXT_CHARACTERS), z.number(), z.boolean()]), 64);
const shape = boundedArray(z.number().int().min(0).max(1e9), { min: 1, max: 4 });
const name = z.string().min(1).max(128);
const element = z.union([z.number(), z.string().max(MAX_TEXT_CHARACTERS), z.null()]);
const elements = (max: number) => boundedArray(element, { max });
const data = z
  .union([elements(MAX_ITEMS * MAX_COLUMNS), boundedArray(elements(MAX_COLUMNS), { max: MAX_ITEMS })])
  .meta({ description: 'Row-major, flat or nested; null is a missing number or text' });
const inputTensor = z.strictObject({
  name,
  shape,
  datatype: z.enum(['BYTES', 'FP32', 'FP64', 'INT32', 'INT64']),
  parameters: parameters.optional(),
  data,
});

/** Open Inference Protocol: an inference request. */
export const inferenceRequest = z
  .strictObject({
    id: z.string().max(128).optional(),
    model_name: name
      .nullable()
      .optional()
      .meta({ description: "KServe's client says it again; the address counts" }),
    model_version: name.nullable().optional(),
    parameters: parameters.optional(),
    inputs: boundedArray(inputTensor, { min: 1, max: MAX_COLUMNS }),
    outputs: boundedArray(z.strictObject({ name, parameters: parameters.optional() }), {
      max: 64,
    }).optional(),
  })
  .meta({ id: 'InferenceRequest' });

const outputTensor = z.object({
  name: z.string(),
  datatype: z.literal('FP32'),
  shape: z.array(z.number().int()),
  data: z.array(z.number()).optional().meta({ description: 'Left out where the tensor follows in binary' }),
  parameters: z.object({ [TENSOR_LENGTH]: z.number().int() }).optional(),
});

/** Open Inference Protocol: an inference response. */
export const inferenceResponse = z
  .object({
    id: z.string().optional(),
    model_name: z.string(),
    model_version: z.string(),
    parameters: z
      .object({
        read_as: z.string().meta({
          description: 'Words of descriptions that were read as others: JSON of [{row, word, read}]',
        }),
      })
      .optional(),
    outputs: z.array(outputTensor),
  })
  .meta({ id: 'InferenceResponse' });

type InputTensor = z.infer<typeof inputTensor>;

const TEXT_INPUTS = ['description', 'promo_text'];
const OUTPUTS = ['quantiles', 'mean'];

/** A model's inputs and outputs, for its metadata. */
export function tensorsOf(manifest: Manifest) {
  const { names } = manifest.features;
  const steps = manifest.horizon + 1;
  return {
    inputs: [
      { name: 'description', datatype: 'BYTES', shape: [-1, 1] },
      { name: 'promo_text', datatype: 'BYTES', shape: [-1, 1] },
      { name: 'features', datatype: 'FP32', shape: [-1, names.length], parameters: { columns: names } },
    ],
    outputs: [
      { name: 'quantiles', datatype: 'FP32', shape: [-1, steps, manifest.quantiles.length] },
      { name: 'mean', datatype: 'FP32', shape: [-1, steps] },
    ],
  };
}

/**
 * The tensors by name as rows of texts and features. `features` has all columns in order; an input named like a column
 * has only that one; columns without an input are missing. Throws ShelfcastError `invalid`.
 */
export function tensorRequest(
  body: z.infer<typeof inferenceRequest>,
  model: string,
  columns: readonly string[],
): TensorRequest {
  const rows = rowsOf(body.inputs);
  let description: (string | null)[] | null = null;
  let promoText: (string | null)[] = new Array(rows).fill(null);
  const features = new Float32Array(rows * columns.length).fill(NaN);
  for (const [index, input] of body.inputs.entries()) {
    const path = `inputs[${index}]`;
    if (TEXT_INPUTS.includes(input.name)) {
      const texts = textsOf(input, rows, path);
      if (input.name === 'description') description = texts;
      else promoText = texts;
      continue;
    }
    const column = columns.indexOf(input.name);
    if (input.name !== 'features' && column === -1) {
      throw invalid(
        `${path}.name`,
        `is not an input of this model: description, promo_text, features or a feature`,
      );
    }
    const width = column === -1 ? columns.length : 1;
    const values = numbersOf(input, rows, width, path);
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < width; i++) {
        features[row * columns.length + Math.max(column, 0) + i] = values[row * width + i];
      }
    }
  }
  if (!description) throw invalid('inputs', 'has no tensor named description');
  const asked = new Set<string>();
  for (const [index, output] of (body.outputs ?? []).entries()) {
    if (asked.has(output.name)) throw invalid(`outputs[${index}].name`, 'is asked for twice');
    asked.add(output.name);
    if (!OUTPUTS.includes(output.name))
      throw invalid(`outputs[${index}].name`, `must be ${OUTPUTS.join(' or ')}`);
  }
  return { model, description: description.map((text) => text ?? ''), promoText, features };
}

/** The answer as JSON, followed by the tensors that were requested in binary. */
export function inferenceReply(
  body: z.infer<typeof inferenceRequest>,
  answer: TensorResponse,
  rows: number,
  quantiles: number,
): Reply {
  const steps = answer.mean.length / rows;
  const tensors = [
    { name: 'quantiles', shape: [rows, steps, quantiles], values: answer.quantiles },
    { name: 'mean', shape: [rows, steps], values: answer.mean },
  ];
  const wanted = body.outputs ?? tensors.map(({ name }) => ({ name, parameters: undefined }));
  const binary: Buffer[] = [];
  const outputs = wanted.map(({ name, parameters }) => {
    const { values, ...tensor } = certain(
      tensors.find((each) => each.name === name),
      `output ${name}`,
    );
    const asBinary = parameters?.binary_data ?? body.parameters?.binary_data_output ?? false;
    const shown = { ...tensor, datatype: 'FP32' as const };
    if (asBinary !== true) return { ...shown, data: Array.from(values, shortFloat) };
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    binary.push(bytes);
    return { ...shown, parameters: { [TENSOR_LENGTH]: bytes.length } };
  });
  const json: z.infer<typeof inferenceResponse> = {
    ...(body.id === undefined ? {} : { id: body.id }),
    model_name: answer.model,
    model_version: '1',
    ...(answer.readAs.length > 0 && { parameters: { read_as: JSON.stringify(answer.readAs) } }),
    outputs,
  };
  const { timings } = answer;
  if (!binary.length) return { json, timings };
  const text = Buffer.from(JSON.stringify(json));
  const headers = { [JSON_LENGTH]: String(text.length) };
  return {
    bytes: Buffer.concat([text, ...binary]),
    contentType: 'application/octet-stream',
    headers,
    timings,
  };
}

function rowsOf(inputs: InputTensor[]): number {
  const [rows] = inputs[0].shape;
  if (rows < 1) throw invalid('inputs[0].shape', 'must have at least one row');
  if (rows > MAX_ITEMS) {
    throw new ShelfcastError('too_many_items', `${rows} rows; send at most ${MAX_ITEMS} a request.`);
  }
  return rows;
}

function textsOf(input: InputTensor, rows: number, path: string): (string | null)[] {
  if (input.datatype !== 'BYTES') throw invalid(`${path}.datatype`, 'must be BYTES');
  return elementsOf(input, rows, 1, path).map((value) => {
    if (typeof value === 'number') throw invalid(`${path}.data`, 'must hold strings');
    return value;
  });
}

function numbersOf(input: InputTensor, rows: number, width: number, path: string): number[] {
  if (input.datatype === 'BYTES') throw invalid(`${path}.datatype`, 'must be FP32');
  return elementsOf(input, rows, width, path).map((value) => {
    if (typeof value === 'string') throw invalid(`${path}.data`, 'must hold numbers');
    const number = value ?? NaN;
    if (Math.abs(number) > MAX_FEATURE)
      throw invalid(`${path}.data`, `must hold numbers within ±${MAX_FEATURE}`);
    return number;
  });
}

/** The elements, row-major; `[N]` stands for `[N, 1]`. */
function elementsOf(
  input: InputTensor,
  rows: number,
  width: number,
  path: string,
): (string | number | null)[] {
  const [first, ...rest] = input.shape;
  const wanted = width === 1 ? `[${rows}, 1]` : `[${rows}, ${width}]`;
  const size = rest.reduce((product, length) => product * length, 1);
  if (first !== rows || size !== width || rest.length > 1)
    throw invalid(`${path}.shape`, `must be ${wanted}`);
  const flat = input.data.flat();
  if (flat.length !== rows * width) {
    throw invalid(`${path}.data`, `has ${flat.length} elements where its shape says ${rows * width}`);
  }
  return flat;
}

function invalid(path: string, message: string): ShelfcastError {
  return new ShelfcastError('invalid', `${path}: ${message}`, { issues: [{ path, message }] });
}
