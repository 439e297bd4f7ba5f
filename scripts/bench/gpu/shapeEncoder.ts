import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bertGraph } from './bertGraph';
import type { Precision } from './precision';
import type { BertShape } from './shapes';

const FILES: Record<Precision, string> = { fp16: 'model_fp16.onnx', fp32: 'model.onnx' };

/** Writes an encoder of this shape with random weights in the hub's layout, with the tokenizer of another encoder. */
export function writeShapeEncoder(
  directory: string,
  shape: BertShape,
  precision: Precision,
  tokenizerOf: string,
): void {
  for (const folder of ['onnx', '1_Pooling']) mkdirSync(join(directory, folder), { recursive: true });
  for (const file of ['tokenizer.json', 'tokenizer_config.json'])
    cpSync(join(tokenizerOf, file), join(directory, file));
  const json = (name: string, value: unknown) => writeFileSync(join(directory, name), JSON.stringify(value));
  json('config.json', {
    model_type: 'bert',
    hidden_size: shape.width,
    max_position_embeddings: shape.positions,
  });
  json('1_Pooling/config.json', { word_embedding_dimension: shape.width, pooling_mode_mean_tokens: true });
  writeFileSync(join(directory, 'onnx', FILES[precision]), bertGraph(shape, precision));
}
