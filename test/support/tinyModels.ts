import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../src/engine/engine';
import { writeTinyEncoder } from './tinyEncoder';
import { writeTinyModel } from './tinyModel';

export interface TinyModels {
  encoder: string;
  /** Directory with a directory of each model. */
  models: string;
}

/** The tiny encoder and tiny models over it, by their names, in directories of the caller's own. */
export async function tinyModels(...names: string[]): Promise<TinyModels> {
  const models = mkdtempSync(join(tmpdir(), 'shelfcast-models-'));
  const made = await Promise.all(names.map(tinyModel));
  made.forEach((model, at) => cpSync(model, join(models, names[at]), { recursive: true }));
  return { encoder: writeTinyEncoder(), models };
}

/** Made once for a run of the tests, as it takes an engine; to be copied. */
async function tinyModel(name: string): Promise<string> {
  const made = join(tmpdir(), 'tiny-models', name);
  if (existsSync(made)) return made;
  const directory = mkdtempSync(join(tmpdir(), 'shelfcast-making-'));
  const engine = await Engine.start({
    ...{ encoder: writeTinyEncoder(), device: 'cpu', processes: 1, threads: 1 },
  });
  const model = await writeTinyModel(engine, { name, directory: join(directory, name) });
  await engine.close();
  mkdirSync(join(made, '..'), { recursive: true });
  try {
    renameSync(model, made);
  } catch (error) {
    // Tests beside have made it meanwhile.
    if (!existsSync(made)) throw error;
  }
  return made;
}
