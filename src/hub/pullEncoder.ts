import { stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type EncoderSettings, readEncoderConfig, readJson } from '../engine/encoderConfig';
import {
  type Dtype,
  type EncoderDirectory,
  type EncoderRecord,
  encoderRecord,
  RECORD_FILE,
  readEncoderDirectory,
} from '../engine/encoderDirectory';
import { encoderGraph } from '../engine/encoderGraph';
import type { HubSettings } from './hubSettings';
import { hubSource, isModelId, isRevision } from './hubSource';
import { localSource } from './localSource';
import { retry } from './retry';
import { selectFiles } from './selectFiles';
import { openStaging, type StagingOptions } from './stagingDirectory';

export interface PullOptions extends EncoderSettings, StagingOptions {
  /** Directory of encoders by name, with the layout of transformers.js: `to/org/name[/revision]/...`. */
  to: string;
  hub: HubSettings;
  dtype?: Dtype;
  /** Branch, tag or commit; default `main`. */
  revision?: string;
}

export interface Pulled {
  encoder: EncoderDirectory;
  /** Paths of the downloaded files. */
  fetched: string[];
}

/**
 * Downloads an encoder from the hub, or copies it from a local directory in the same layout. Files are first collected
 * and checked in `<directory>.part`, which a later call continues; then the directory gets its name. Throws an Error
 * that says what to do.
 */
export async function pullEncoder(idOrDirectory: string, options: PullOptions): Promise<Pulled> {
  const { to, hub, dtype, revision = 'main' } = options;
  const local = await isDirectory(idOrDirectory);
  if (!local && !isModelId(idOrDirectory)) {
    throw new Error(
      `'${idOrDirectory}' is neither a directory nor a model of the hub, which is written org/name`,
    );
  }
  if (!isRevision(revision)) throw new Error(`'${revision}' is no branch, tag or commit`);
  const name = local ? basename(resolve(idOrDirectory)) : idOrDirectory;
  const target = join(resolve(to), name, revision === 'main' || local ? '' : revision);
  if (!local && hub.offline) return alreadyThere(name, target, options);

  const source = local
    ? await localSource(idOrDirectory)
    : await retry(() => hubSource(hub, idOrDirectory, revision), options);
  const selection = selectFiles(source, dtype);
  const record = await readJson(join(target, RECORD_FILE), encoderRecord);
  const settings = { ...record?.settings, ...settingsOf(options) };

  const staging = await openStaging(source, target, selection, options);
  try {
    await staging.gather(selection.configuration);
    await readEncoderConfig(staging.path, settings).catch(staging.refuse);
    await staging.gather(selection.weights);
    const files = { ...record?.files, ...(await staging.hashes()) };
    await writeRecord(staging.path, { name, revision: source.revision, files, settings });
    await encoderGraph(await readEncoderDirectory(staging.path, { dtype: selection.dtype })).catch(
      staging.refuse,
    );
    await staging.install();
  } finally {
    await staging.close();
  }
  const encoder = await readEncoderDirectory(target, { dtype: selection.dtype });
  return { encoder, fetched: staging.fetched };
}

/** Offline: the encoder downloaded before, or an Error. */
async function alreadyThere(name: string, target: string, options: PullOptions): Promise<Pulled> {
  const settings = { dtype: options.dtype, ...settingsOf(options) };
  const encoder = await readEncoderDirectory(target, settings).catch((error: Error) => {
    throw new Error(`HF_HUB_OFFLINE is set, and '${name}' is not there yet: ${error.message}`, {
      cause: error,
    });
  });
  return { encoder, fetched: [] };
}

function settingsOf({ pooling, prefix, maxTokens }: EncoderSettings): EncoderSettings {
  return {
    ...(pooling !== undefined && { pooling }),
    ...(prefix !== undefined && { prefix }),
    ...(maxTokens !== undefined && { maxTokens }),
  };
}

async function writeRecord(directory: string, record: EncoderRecord): Promise<void> {
  await writeFile(join(directory, RECORD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}

async function isDirectory(path: string): Promise<boolean> {
  const about = await stat(path).catch(() => null);
  return about?.isDirectory() ?? false;
}
