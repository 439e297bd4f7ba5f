import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Those of the paths that hold weights of the ONNX file: `model.onnx_data`, `model.onnx_data_1` or `model.onnx.data`.
 */
export function externalDataPaths(paths: readonly string[], modelPath: string): string[] {
  const isData = (path: string) =>
    path.startsWith(modelPath) && /^[._]data(_\d+)?$/.test(path.slice(modelPath.length));
  return paths.filter(isData).sort();
}

/** Files with weights of the ONNX file. */
export async function externalDataFiles(modelFile: string): Promise<string[]> {
  const folder = dirname(modelFile);
  return externalDataPaths(await readdir(folder), basename(modelFile)).map((name) => join(folder, name));
}
