import { join } from 'node:path';
import { writeRandomEncoder } from './randomEncoder';

export const SHIPPED_ENCODER = join(__dirname, '../../onnx/encoder');

/** The shipped encoder for int8; for fp32 one of MiniLM-L6's shape with random weights, written into `work`. */
export function benchEncoder(precision: string, work: string): string {
  if (precision === 'int8') return SHIPPED_ENCODER;
  const directory = join(work, 'minilm-l6-random');
  writeRandomEncoder(directory, SHIPPED_ENCODER);
  return directory;
}
