import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { messageOf } from '../common/thrown';
import type { EncoderFiles } from '../contract/messages';
import { poolSentences } from '../graph/pooling';
import { externalDataFiles } from './externalData';

/**
 * The encoder as ONNX bytes, including pooling and normalisation: output `sentence_embedding`, float [N, D], unit
 * vectors; inputs int64 [N, L], those of `input_ids`, `attention_mask`, `token_type_ids` and `position_ids` that the
 * model uses. Throws if the files changed since they were read.
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
    throw new Error(`${modelFile}: ${messageOf(error)}`, { cause: error });
  }
}
