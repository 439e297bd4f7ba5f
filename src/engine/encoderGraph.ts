import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { EncoderFiles } from '../contract/messages';
import { poolSentences } from '../graph/pooling';

/**
 * The encoder as ONNX bytes with pooling and normalisation inside: output `sentence_embedding`, float [N, D], unit
 * vectors; inputs int64 [N, L], of `input_ids`, `attention_mask`, `token_type_ids` and `position_ids` those that the
 * model uses. Throws when the files changed since they were read.
 */
export async function encoderGraph(
  encoder: Pick<EncoderFiles, 'modelFile' | 'hash' | 'dimension' | 'pooling' | 'normalize'>,
): Promise<Uint8Array> {
  const { modelFile } = encoder;
  const bytes = await readFile(modelFile);
  const hash = createHash('sha256').update(bytes);
  const data = new Map<string, Uint8Array>();
  for (const file of await externalDataFiles(modelFile)) {
    const weights = await readFile(file);
    data.set(basename(file), weights);
    hash.update(weights);
  }
  if (hash.digest('hex') !== encoder.hash)
    throw new Error(`${modelFile} changed after its hash was taken; start again`);
  try {
    return poolSentences(bytes, encoder, data);
  } catch (error) {
    throw new Error(`${modelFile}: ${(error as Error).message}`, { cause: error });
  }
}

/** Of the paths, those that hold weights of the ONNX file: `model.onnx_data`, `model.onnx_data_1` or `model.onnx.data`. */
export function externalDataPaths(paths: readonly string[], modelPath: string): string[] {
  const isData = (path: string) =>
    path.startsWith(modelPath) && /^[._]data(_\d+)?$/.test(path.slice(modelPath.length));
  return paths.filter(isData).sort();
}

/** Files that hold weights of the ONNX file. */
export async function externalDataFiles(modelFile: string): Promise<string[]> {
  const folder = dirname(modelFile);
  return externalDataPaths(await readdir(folder), basename(modelFile)).map((name) => join(folder, name));
}
