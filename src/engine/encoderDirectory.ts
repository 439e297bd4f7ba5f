import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { keysOf } from '../common/keysOf';
import { hashFiles } from '../common/hashFiles';
import type { EncoderFiles, Provider } from '../contract/messages';
import { readEncoderConfig, readJson, type EncoderConfig, type EncoderSettings } from './encoderConfig';
import { externalDataFiles } from './externalData';

/** Names of precisions with their files, as the Hub's exporters write them; the first one found counts. */
const MODEL_FILE_STEMS = {
  fp32: ['model'],
  fp16: ['model_fp16'],
  int8: ['model_quantized', 'model_int8', 'model_uint8', 'model_qint8_avx512_vnni'],
} as const;
export type Dtype = keyof typeof MODEL_FILE_STEMS;
export const DTYPES = keysOf(MODEL_FILE_STEMS);

/** Where repositories on the Hub keep their ONNX files. */
const MODEL_FOLDERS = ['onnx/', ''];
/** Fastest first. */
const PREFERRED_DTYPES: Record<Provider | 'hub', Dtype[]> = {
  // The Hub's int8 files are quantized dynamically, which is refused.
  hub: ['fp32', 'fp16', 'int8'],
  cpu: ['int8', 'fp32', 'fp16'],
  cuda: ['fp16', 'fp32', 'int8'],
};

/** Written by `models pull` next to the model's files: where it came from, and its settings. */
export const RECORD_FILE = 'shelfcast-encoder.json';
export const encoderRecord = z.strictObject({
  /** The model's name on the Hub. */
  name: z.string(),
  /** Commit on the Hub; null for a copy of a local directory. */
  revision: z.string().nullable(),
  /** SHA-256 of every file, by path. */
  files: z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)),
  settings: z.strictObject({
    pooling: z.enum(['mean', 'cls']).optional(),
    prefix: z.string().optional(),
    maxTokens: z.number().int().positive().optional(),
  }),
});
export type EncoderRecord = z.infer<typeof encoderRecord>;

/** A complete encoder directory in the Hub's layout. */
export interface EncoderDirectory extends EncoderConfig {
  name: string;
  directory: string;
  /** The ONNX file, absolute. */
  modelFile: string;
  dtype: Dtype;
  /** SHA-256 of the ONNX file, including its external data if any. */
  hash: string;
  /** SHA-256 of tokenizer.json and tokenizer_config.json. */
  tokenizerHash: string;
  tokenizerJson: object;
  tokenizerConfig: object;
}

/** What the processes that run an encoder need: without the tokenizer, which takes a megabyte or more in each. */
export function encoderFiles(encoder: EncoderFiles): EncoderFiles {
  const { modelFile, hash, dimension, pooling, normalize, maxTokens, prefix } = encoder;
  return { modelFile, hash, dimension, pooling, normalize, maxTokens, prefix };
}

/**
 * To be raised when any text gets a different vector, even in the last bit. 1: vectors no longer depend on the other
 * texts of a batch.
 */
const ENCODING = 1;

/** Everything besides the text that its vector depends on. */
export function encoderId({ hash, tokenizerHash, pooling, prefix, maxTokens }: EncoderDirectory): string {
  return JSON.stringify([hash, tokenizerHash, pooling, prefix, maxTokens, ENCODING]);
}

/**
 * Reads an encoder's directory: config.json, tokenizer.json, the sentence-transformers files and onnx/model*.onnx.
 * Settings given here override those that `models pull` recorded, and these the model's own configuration. Throws an
 * Error naming what is missing or wrong, where, and what to do.
 */
export async function readEncoderDirectory(
  directory: string,
  { dtype, provider, ...given }: EncoderSettings & { dtype?: Dtype; provider?: Provider } = {},
): Promise<EncoderDirectory> {
  const root = resolve(directory);
  const record = await readJson(join(root, RECORD_FILE), encoderRecord);
  const config = await readEncoderConfig(root, { ...record?.settings, ...withoutUndefined(given) });
  const file = await findModelFile(root, dtype, provider);
  const tokenizer = await readTokenizer(root);
  const data = await externalDataFiles(file.path);
  return {
    ...config,
    ...tokenizer,
    name: record?.name ?? basename(root),
    directory: root,
    modelFile: file.path,
    dtype: file.dtype,
    hash: await hashFiles([file.path, ...data]),
  };
}

/**
 * The file to use among a repository's paths: in the requested precision, or the fastest available; undefined if there
 * is none.
 */
export function chooseModelFile(
  paths: readonly string[],
  wanted?: Dtype,
  provider: Provider | 'hub' = 'cpu',
): { path: string; dtype: Dtype } | undefined {
  for (const dtype of wanted ? [wanted] : PREFERRED_DTYPES[provider]) {
    for (const folder of MODEL_FOLDERS) {
      const path = MODEL_FILE_STEMS[dtype]
        .map((stem) => `${folder}${stem}.onnx`)
        .find((each) => paths.includes(each));
      if (path) return { path, dtype };
    }
  }
  return undefined;
}

/** Why `chooseModelFile` found nothing in a repository, and what to do. */
export function noModelFile(paths: readonly string[], wanted?: Dtype): string {
  const found = paths.filter((path) => path.endsWith('.onnx'));
  const wish = wanted
    ? `no ${wanted} file (onnx/${MODEL_FILE_STEMS[wanted][0]}.onnx)`
    : 'no ONNX file (onnx/model.onnx)';
  return `has ${wish}; ${found.length > 0 ? `it has ${found.join(', ')}` : 'take a model that has one, or export it to ONNX'}`;
}

/** Whether this is the hash of the encoder's ONNX file in any precision in its directory. */
export async function isPrecisionOf(
  { directory, hash: own }: Pick<EncoderDirectory, 'directory' | 'hash'>,
  hash: string,
): Promise<boolean> {
  if (hash === own) return true;
  const paths = await listModelFiles(directory);
  for (const dtype of DTYPES) {
    const file = chooseModelFile(paths, dtype);
    if (!file) continue;
    const path = join(directory, file.path);
    if ((await hashFiles([path, ...(await externalDataFiles(path))])) === hash) return true;
  }
  return false;
}

async function findModelFile(
  directory: string,
  wanted?: Dtype,
  provider?: Provider,
): Promise<{ path: string; dtype: Dtype }> {
  const paths = await listModelFiles(directory);
  const file = chooseModelFile(paths, wanted, provider);
  if (!file) throw new Error(`${directory} ${noModelFile(paths, wanted)}`);
  return { ...file, path: join(directory, file.path) };
}

async function listModelFiles(directory: string): Promise<string[]> {
  const lists = MODEL_FOLDERS.map(async (folder) => {
    const names = await readdir(join(directory, folder)).catch(() => []);
    return names.map((name) => folder + name);
  });
  return (await Promise.all(lists)).flat();
}

async function readTokenizer(
  directory: string,
): Promise<Pick<EncoderDirectory, 'tokenizerJson' | 'tokenizerConfig' | 'tokenizerHash'>> {
  const file = join(directory, 'tokenizer.json');
  const tokenizerJson = await readJson(file, z.looseObject({ model: z.looseObject({}) }));
  if (!tokenizerJson) {
    throw new Error(
      `${file} is missing; save the model's fast tokenizer there (transformers: save_pretrained)`,
    );
  }
  const configFile = join(directory, 'tokenizer_config.json');
  const tokenizerConfig = await readJson(configFile, z.looseObject({}));
  const files = tokenizerConfig ? [file, configFile] : [file];
  return { tokenizerJson, tokenizerConfig: tokenizerConfig ?? {}, tokenizerHash: await hashFiles(files) };
}

function withoutUndefined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
