import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { messageOf } from '../common/thrown';
import { certain } from '../common/certain';
import { type EncoderDirectory, readEncoderDirectory } from '../engine/encoderDirectory';
import { readJson } from '../engine/encoderConfig';
import { manifest, MODEL_FILES } from '../contract/manifest';

/** A model or encoder in a directory; `problem` says why it cannot be used. */
export interface Listed {
  kind: 'model' | 'encoder';
  /** Path within the directory. */
  name: string;
  about: string;
  problem: string | null;
}

/** Depth of the search: encoders are in org/name/revision at most. */
const DEPTH = 3;

/** Models (manifest.json) and encoders (config.json) in a directory, by name; none if it does not exist. */
export async function listDirectories(directory: string): Promise<Listed[]> {
  const found: Listed[] = [];
  await visit(directory, directory, DEPTH, found);
  return found.sort((a, b) => a.name.localeCompare(b.name));
}

async function visit(root: string, directory: string, depth: number, found: Listed[]): Promise<void> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const names = entries.map(({ name }) => name);
  const name = relative(root, directory) || '.';
  if (names.includes(MODEL_FILES.manifest)) {
    // Directories within a model belong to it, such as a fine-tuned encoder.
    found.push(await model(directory, name));
    return;
  }
  if (names.includes('config.json') && names.includes('tokenizer.json'))
    found.push(await encoder(directory, name));
  if (depth === 0) return;
  for (const each of names.filter((other) => !other.endsWith('.part'))) {
    const path = join(directory, each);
    if ((await stat(path).catch(() => null))?.isDirectory()) await visit(root, path, depth - 1, found);
  }
}

async function model(directory: string, name: string): Promise<Listed> {
  return listed('model', name, async () => {
    const { title, horizon, data } = certain(
      await readJson(join(directory, MODEL_FILES.manifest), manifest),
      'manifest',
    );
    return `${title}; ${horizon > 0 ? `${horizon} weeks ahead` : 'table'}; trained on ${data.source}`;
  });
}

async function encoder(directory: string, name: string): Promise<Listed> {
  return listed('encoder', name, async () => describe(await readEncoderDirectory(directory)));
}

/** An encoder's properties in one line. */
export function describe({ dtype, dimension, pooling, maxTokens, prefix }: EncoderDirectory): string {
  const parts = [dtype, `${dimension} dimensions`, `${pooling} pooling`, `${maxTokens} tokens`];
  return [...parts, ...(prefix ? [`prefix '${prefix}'`] : [])].join(', ');
}

async function listed(kind: Listed['kind'], name: string, about: () => Promise<string>): Promise<Listed> {
  try {
    return { kind, name, about: await about(), problem: null };
  } catch (error) {
    return { kind, name, about: '', problem: messageOf(error) };
  }
}
