import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { answeringDirectories } from '../../common/answeringDirectories';
import { ShelfcastError } from '../../contract/errors';
import { MODEL_FILES } from '../../contract/manifest';
import type { Settings } from '../../contract/settings';
import type { Database } from '../database/database';
import { bringModels, bucketCopy, isBucket } from './modelBucket';
import { ModelRegistry } from './models';

const FIRST_MODEL = 'demo-shop';
const STDERR = 2;

/** Prints a message for whoever starts the server. */
export type Say = (sentence: string, fd?: 1 | 2) => void;

/** The directory of model directories, copied from a bucket if they are in one. */
export async function modelHome(models: string, file: string, say: Say): Promise<string> {
  if (!isBucket(models)) return models;
  const copy = bucketCopy(file);
  await bringModels(models, copy, process.env, say);
  return copy;
}

/** Names of the model directories in a directory, without those on a mount that does not answer. */
export async function modelDirectories(directory: string, say: Say): Promise<string[]> {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : [],
  );
  const answering = await answeringDirectories(names.map((name) => join(directory, name)));
  return names.filter((name) => {
    const answers = answering.has(join(directory, name));
    if (!answers) say(`The directory ${join(directory, name)} does not answer; it is left out.`, STDERR);
    return answers && existsSync(join(directory, name, MODEL_FILES.manifest));
  });
}

/** Registers the model directories in the models directory. Throws ShelfcastError if there is none to serve. */
export function registerModels(
  database: Database,
  settings: Pick<Settings, 'models' | 'model'>,
  home: string,
  directories: readonly string[],
): ModelRegistry {
  const registry = new ModelRegistry(database);
  const first = registry.list().length === 0;
  for (const name of directories) registry.register(name, resolve(home, name));
  const names = registry.list().map((model) => model.name);
  if (!names.length) {
    const how = 'make one with `shelfcast train`, or name another directory with --models';
    throw new ShelfcastError('not_ready', `There is no model in the directory ${settings.models}; ${how}.`);
  }
  if (settings.model !== null && !names.includes(settings.model)) {
    const detail = `There is no model '${settings.model}'; there is: ${names.join(', ')}.`;
    throw new ShelfcastError('unknown_model', detail);
  }
  const wanted = settings.model ?? (first && names.includes(FIRST_MODEL) ? FIRST_MODEL : null);
  if (wanted !== null) registry.activate(wanted);
  return registry;
}
