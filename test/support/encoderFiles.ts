import { createHash } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTENTION_WIDTH } from './attentionEncoder';

/** A graph in a directory of its own, as what an inference process needs of an encoder. */
export function filesOf(graph: Uint8Array, dimension = ATTENTION_WIDTH) {
  const modelFile = join(mkdtempSync(join(tmpdir(), 'shelfcast-encoder-')), 'model.onnx');
  writeFileSync(modelFile, graph);
  return {
    modelFile,
    hash: createHash('sha256').update(graph).digest('hex'),
    dimension,
    pooling: 'mean' as const,
    normalize: true,
    maxTokens: 24,
    prefix: '',
  };
}
