import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { makeDirectory } from '../common/makeDirectory';
import { hashFiles } from '../common/hashFiles';
import { manifest as manifestSchema, MODEL_FILES } from '../contract/manifest';
import { type EncoderSettings, readJson } from '../engine/encoderConfig';
import { type Dtype, readEncoderDirectory } from '../engine/encoderDirectory';
import { encoderGraph } from '../engine/encoderGraph';
import { modelEncoder } from '../engine/modelEncoder';
import { DATA_TYPE, readModel, type ValueInfoProto } from '../graph/proto';

export interface TritonOptions extends EncoderSettings {
  /**
   * Directory of the encoder. The model's own encoder comes first; if this one does not fit, a shipped one that fits is
   * used.
   */
  encoder: string;
  dtype?: Dtype;
  /** Directory of the model whose heads are included. */
  model: string;
}

const MAX_BATCH = 256;
const TRITON_TYPES = new Map<number, string>([
  [DATA_TYPE.float, 'TYPE_FP32'],
  [DATA_TYPE.int64, 'TYPE_INT64'],
]);
/** Heads by the suffix of their name in Triton. */
const HEADS = {
  '': MODEL_FILES.head,
  '-numeric-only': MODEL_FILES.numericOnly,
  '-text-only': MODEL_FILES.textOnly,
};

/**
 * Writes a model repository for NVIDIA Triton: the encoder (token ids in, unit vectors out) and the model's heads, each
 * as ONNX with a config.pbtxt. The client makes the tokens and features. Returns the names of Triton's models. Throws
 * an Error if the directory exists.
 */
export async function writeTritonRepository(
  target: string,
  { encoder: encoderPath, model, dtype, ...settings }: TritonOptions,
): Promise<string[]> {
  const entries = await readdir(target).catch(() => []);
  if (entries.length > 0) throw new Error(`${target} is not empty; name a new directory`);
  const manifestFile = join(model, MODEL_FILES.manifest);
  const manifest = await readJson(manifestFile, manifestSchema);
  if (!manifest) throw new Error(`${manifestFile} is missing: is ${model} a model's directory?`);
  const place = (await modelEncoder(model, [encoderPath])) ?? encoderPath;
  const encoder = await readEncoderDirectory(place, { dtype, ...settings });
  if (manifest.encoder.hash !== encoder.hash) {
    throw new Error(
      `${model} was trained with another encoder than ${encoder.modelFile}; name it with --encoder`,
    );
  }
  const graphs = new Map<string, Uint8Array>([[`${manifest.name}-encoder`, await encoderGraph(encoder)]]);
  for (const [ending, file] of Object.entries(HEADS)) {
    if (file in manifest.files)
      graphs.set(manifest.name + ending, await checked(join(model, file), manifest.files[file]));
  }

  const staging = `${resolve(target)}.part`;
  await rm(staging, { recursive: true, force: true });
  for (const [name, bytes] of graphs) {
    makeDirectory(join(staging, name, '1'));
    await writeFile(join(staging, name, '1', 'model.onnx'), bytes);
    await writeFile(join(staging, name, 'config.pbtxt'), tritonConfig(name, bytes));
  }
  await rm(resolve(target), { recursive: true, force: true });
  await rename(staging, resolve(target));
  return [...graphs.keys()];
}

async function checked(file: string, sha256: string): Promise<Uint8Array> {
  if ((await hashFiles([file])) !== sha256)
    throw new Error(`${file} is not the file that its manifest describes`);
  return readFile(file);
}

/** Triton's model configuration, in protobuf's text form; the first axis of every tensor is the batch. */
function tritonConfig(name: string, bytes: Uint8Array): string {
  const { graph } = readModel(bytes);
  return [
    `name: "${name}"`,
    'platform: "onnxruntime_onnx"',
    `max_batch_size: ${MAX_BATCH}`,
    ...graph.input.map((each) => `input { ${tensorConfig(each)} }`),
    ...graph.output.map((each) => `output { ${tensorConfig(each)} }`),
    'dynamic_batching { }',
    '',
  ].join('\n');
}

/** Triton wants at least one axis besides the batch: a tensor [N] is [N, 1] outside and reshaped. */
function tensorConfig({ name, type }: ValueInfoProto): string {
  const tensor = type?.tensor_type;
  const dataType = TRITON_TYPES.get(tensor?.elem_type ?? 0);
  if (!dataType || !tensor?.shape)
    throw new Error(`the graph's '${name}' has a type that Triton is not told of here`);
  const sizes = tensor.shape.dim
    .slice(1)
    .map(({ dim_value: size }) => (Number(size ?? 0) > 0 ? Number(size) : -1));
  const dims = sizes.length > 0 ? `dims: [ ${sizes.join(', ')} ]` : 'dims: [ 1 ] reshape: { shape: [ ] }';
  return `name: "${name}" data_type: ${dataType} ${dims}`;
}
