import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { dataSchema, type DataSchema } from '../contract/dataSchema';
import { ShelfcastError } from '../contract/errors';

/** Reads a schema file. Throws ShelfcastError that names every wrong field. */
export async function readSchema(file: string): Promise<DataSchema> {
  const refuse = (reason: string, cause?: unknown): ShelfcastError =>
    new ShelfcastError('invalid', `the schema ${file}${reason}`, { cause });
  let json: unknown;
  try {
    json = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse(` is not JSON: ${error.message}`, error);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR') throw refuse(' is a directory; name a JSON file', error);
    throw refuse(code === 'ENOENT' ? ' does not exist' : ` cannot be read: ${message}`, error);
  }
  const result = dataSchema.safeParse(json);
  if (result.success) return result.data;
  throw refuse(`: ${result.error.issues.map(sentence).join('; ')}`);
}

function sentence(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.');
  const message =
    issue.code === 'unrecognized_keys'
      ? `a schema has no key ${issue.keys.map((key) => `'${key}'`).join(', ')}`
      : issue.message;
  return at ? `${at}: ${message}` : message;
}
