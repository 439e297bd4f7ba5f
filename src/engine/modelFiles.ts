import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { codeOf } from '../common/thrown';
import { found } from '../contract/findings';
import { refused, unusable } from './refusedModel';

/** A disk needs at most this long for one file; a hung mount never answers. */
const READ_MS = 30_000;

/** A file of a model directory. Throws ShelfcastError `model_refused`. */
export async function read(directory: string, file: string): Promise<Buffer> {
  const path = join(directory, file);
  const hung = new AbortController();
  const late = sleep(READ_MS, null, { signal: hung.signal, ref: false }).catch(() => null);
  try {
    const content = await Promise.race([readRegular(path), late]);
    if (content) return content;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT')
      throw refused(directory, `${file} is missing`, found('model_file_missing', { file }), error);
    throw unusable(directory, file, code === NOT_A_FILE ? 'is not a file' : 'cannot be read', error);
  } finally {
    hung.abort();
  }
  throw unusable(directory, file, `cannot be read within ${READ_MS / 1000} s`);
}

const NOT_A_FILE = 'NOT_A_FILE';

/** Reading a pipe would wait for its writer. */
async function readRegular(path: string): Promise<Buffer> {
  if (!(await stat(path)).isFile()) throw Object.assign(new Error('not a file'), { code: NOT_A_FILE });
  return readFile(path);
}

/** The content of a JSON file among those read; undefined if there is none. Throws ShelfcastError `model_refused`. */
export function optional<T>(
  directory: string,
  files: Map<string, Buffer>,
  file: string,
  schema: z.ZodType<T>,
): T | undefined {
  const bytes = files.get(file);
  return bytes && parse(directory, file, bytes, schema);
}

/** The content of a JSON file. Throws ShelfcastError `model_refused`. */
export function parse<T>(directory: string, file: string, bytes: Buffer, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw unusable(directory, file, 'is not valid JSON (cut off?)', error);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw refused(
    directory,
    `${file}: ${issue.path.join('.') || 'it'}: ${issue.message}`,
    found('model_file_unusable', { file }),
    result.error,
  );
}
