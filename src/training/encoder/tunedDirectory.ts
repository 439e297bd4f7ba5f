import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type EncoderDirectory, type EncoderRecord, RECORD_FILE } from '../../engine/encoderDirectory';

const MODEL_FILE = 'onnx/model_quantized.onnx';
/** Files of an encoder's directory besides its graph; pooling and lengths are in the record as well. */
const CONFIGURATION = [
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'modules.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  '1_Pooling/config.json',
];

/**
 * The files of a tuned encoder's directory, by path, in the Hub's layout: the configuration of the original encoder,
 * its graph in int8, and the record with their hashes.
 */
export async function tunedDirectory(
  base: EncoderDirectory,
  graph: Uint8Array,
): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of CONFIGURATION) {
    const content = await readFile(join(base.directory, name)).catch(() => null);
    if (content) files.set(name, content);
  }
  files.set(MODEL_FILE, graph);
  const record: EncoderRecord = {
    name: `${base.name} (fine-tuned)`,
    revision: null,
    files: Object.fromEntries(
      [...files].map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')]),
    ),
    settings: { pooling: base.pooling, prefix: base.prefix, maxTokens: base.maxTokens },
  };
  files.set(RECORD_FILE, Buffer.from(`${JSON.stringify(record, null, 1)}\n`));
  return files;
}
