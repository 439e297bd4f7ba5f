import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hashFiles } from '../common/hashFiles';
import { type EncoderSettings, readJson } from '../engine/encoderConfig';
import { type Dtype, encoderRecord, RECORD_FILE } from '../engine/encoderDirectory';
import { Engine } from '../engine/engine';
import { loadModel } from '../engine/loadModel';
import type { ModelDirectory } from '../engine/modelDirectory';
import { modelEncoder } from '../engine/modelEncoder';
import { checkEncoder, type EncoderCheck } from './checkEncoder';

export interface Verified extends EncoderCheck {
  /** Number of files whose hashes were compared with the record of `models pull`; 0 without a record. */
  filesChecked: number;
}

/**
 * Reads an encoder's directory, compares its files with the record of the download, and runs it once. Throws an Error.
 */
export async function verifyEncoder(
  directory: string,
  options: EncoderSettings & { dtype?: Dtype } = {},
): Promise<Verified> {
  const root = resolve(directory);
  const about = await stat(root).catch(() => null);
  if (!about?.isDirectory()) throw new Error(`${directory} is no directory`);
  const record = await readJson(join(root, RECORD_FILE), encoderRecord);
  const files = Object.entries(record?.files ?? {});
  for (const [path, hash] of files) {
    const found = await hashFiles([join(root, path)]).catch(() => null);
    const again = `pull '${record?.name}' again`;
    if (found === null) throw new Error(`${directory} lacks ${path}, which was pulled; ${again}`);
    if (found !== hash) throw new Error(`${join(directory, path)} is not the file that was pulled; ${again}`);
  }
  return { ...(await checkEncoder(root, options)), filesChecked: files.length };
}

/**
 * Reads a model's directory, checks the hashes of its manifest, loads its heads, and replays its golden records with
 * its encoder. Throws an Error with the reason if the model would be refused.
 */
export async function verifyModel(
  directory: string,
  { encoder, dtype, ...settings }: EncoderSettings & { encoder: string; dtype?: Dtype },
): Promise<ModelDirectory> {
  const engine = await Engine.start({
    encoder: (await modelEncoder(directory, [encoder])) ?? encoder,
    ...{ dtype, settings, device: 'cpu', processes: 1, threads: 1 },
  });
  try {
    return await loadModel(engine, directory);
  } finally {
    await engine.close();
  }
}
