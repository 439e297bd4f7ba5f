import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFiles } from '../common/hashFiles';
import { writeWhole } from '../common/writeWhole';
import { type EncoderSettings, readJson } from '../engine/encoderConfig';
import {
  type Dtype,
  type EncoderDirectory,
  encoderRecord,
  readEncoderDirectory,
  RECORD_FILE,
} from '../engine/encoderDirectory';
import { encoderGraph } from '../engine/encoderGraph';
import { type QuantizedEncoder, quantizedEncoder } from '../engine/quantizedEncoder';
import { TextTokenizer } from '../engine/tokenizer';

/** The name that the hub's exporters use, which is found by default. */
const FILE = 'onnx/model_quantized.onnx';

export const quantizedFile = (directory: string): string => join(directory, FILE);

export interface Quantized extends Pick<QuantizedEncoder, 'cosine'> {
  encoder: EncoderDirectory;
  /** Hashes of the original file and of the int8 file. */
  bytes: { before: number; after: number };
}

/**
 * Adds an int8 file with fixed scales to an encoder in fp32 or fp16, and adds its hash to the directory's record if
 * there is one. `texts`: some hundred typical texts for calibration. Throws an Error if there is an int8 file already,
 * or if the vectors would differ too much.
 */
export async function quantizeDirectory(
  directory: string,
  texts: readonly string[],
  settings: EncoderSettings & { dtype?: Exclude<Dtype, 'int8'> } = {},
): Promise<Quantized> {
  const target = quantizedFile(directory);
  const there = await access(target).then(
    () => true,
    () => false,
  );
  if (there) throw new Error(`${target} is there already; remove it and try again`);
  const wide = await readWide(directory, settings);
  const tokenizer = new TextTokenizer(wide.tokenizerJson, wide.tokenizerConfig, wide);
  const ids = texts.map((text) => tokenizer.tokenize(text).ids);
  const { bytes, cosine } = await quantizedEncoder(await encoderGraph(wide), ids, wide);
  await writeWhole(target, bytes);
  await noteHash(directory, target);
  const { size } = await stat(wide.modelFile);
  return {
    encoder: await readEncoderDirectory(directory, { ...settings, dtype: 'int8' }),
    cosine,
    bytes: { before: size, after: bytes.length },
  };
}

/** The encoder in fp32, or in fp16 if there is no other. */
async function readWide(
  directory: string,
  settings: EncoderSettings & { dtype?: Dtype },
): Promise<EncoderDirectory> {
  if (settings.dtype !== undefined) return readEncoderDirectory(directory, settings);
  return readEncoderDirectory(directory, { ...settings, dtype: 'fp32' }).catch((error: Error) =>
    readEncoderDirectory(directory, { ...settings, dtype: 'fp16' }).catch(() => {
      throw error;
    }),
  );
}

async function noteHash(directory: string, file: string): Promise<void> {
  const path = join(directory, RECORD_FILE);
  const record = await readJson(path, encoderRecord);
  if (!record) return;
  const files = { ...record.files, [FILE]: await hashFiles([file]) };
  await writeWhole(path, `${JSON.stringify({ ...record, files }, null, 2)}\n`);
}
