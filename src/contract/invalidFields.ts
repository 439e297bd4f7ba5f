import { MAX_ISSUES } from './bounded';
import { type FieldIssue, ShelfcastError } from './errors';

/** Number of fields named in an answer's sentence. */
const SAID = 3;

/** An error about invalid fields, of which the answer names the first. */
export function invalidFields(issues: readonly FieldIssue[]): ShelfcastError {
  const said = issues.slice(0, SAID).map(({ path, message }) => `${path} ${message}`);
  if (issues.length > SAID) said.push('...');
  return new ShelfcastError('invalid', said.join('; '), { issues: issues.slice(0, MAX_ISSUES) });
}
