import { basename } from 'node:path';
import { ShelfcastError } from '../contract/errors';
import { found, type Found } from '../contract/findings';

/**
 * `model_refused`, naming only the last part of the model's directory, since the answer may leave this machine.
 * `because` is the kind of reason, for readers of other languages.
 */
export function refused(directory: string, reason: string, because: Found, cause?: unknown): ShelfcastError {
  const reasons = [because];
  return new ShelfcastError('model_refused', `Model '${basename(directory)}': ${reason}`, { reasons, cause });
}

/** The same for a file of the model that cannot be read or used. */
export function unusable(directory: string, file: string, why: string, cause?: unknown): ShelfcastError {
  return refused(directory, `${file} ${why}`, found('model_file_unusable', { file }), cause);
}
