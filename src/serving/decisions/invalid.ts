import { ShelfcastError, type FieldIssue } from '../../contract/errors';

/** The error of fields that are wrong, said in one line as well. */
export function invalid(...issues: FieldIssue[]): ShelfcastError {
  const detail = issues.map(({ path, message }) => `${path} ${message}`).join('; ');
  return new ShelfcastError('invalid', detail, { issues });
}
