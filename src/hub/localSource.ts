import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import { hashFiles } from '../common/hashFiles';
import type { EncoderSource, SourceFile } from './source';

/** Depth of listed folders: `onnx` and the folders of modules are one level down. */
const DEPTH = 1;

/** A local directory in the hub's layout as a source. */
export async function localSource(directory: string): Promise<EncoderSource> {
  const root = resolve(directory);
  const files = await list(root, root, DEPTH);
  return {
    name: basename(root),
    revision: null,
    files,
    open: async (file, offset) => {
      const path = join(root, file.path);
      file.checksum ??= await hashFiles([path]);
      return { offset, bytes: createReadStream(path, { start: offset }) };
    },
  };
}

async function list(root: string, folder: string, depth: number): Promise<SourceFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const lists = entries.map(async (entry): Promise<SourceFile[]> => {
    const path = join(folder, entry.name);
    const about = await stat(path);
    if (about.isDirectory()) return depth > 0 ? list(root, path, depth - 1) : [];
    return [{ path: relative(root, path).split(sep).join('/'), size: about.size, checksum: null }];
  });
  return (await Promise.all(lists)).flat();
}
