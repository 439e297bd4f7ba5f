import type { EncoderFiles } from '../contract/messages';
import { mergeHead, type MergeOptions } from '../graph/merge';
import { encoderGraph } from './encoderGraph';

/** An encoder and a head as one ONNX graph. Throws if they cannot be merged. */
export async function mergedGraph(
  files: EncoderFiles,
  head: Uint8Array,
  options: MergeOptions,
): Promise<Uint8Array> {
  return mergeHead(await encoderGraph(files), head, options);
}
