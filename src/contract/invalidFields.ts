import { MAX_ISSUES } from './bounded';
import { type FieldIssue, ShelfcastError } from './errors';

/** Fields that the sentence of an answer names. */
const SAID = 3;

/** The error of fields that are wrong, of which an answer names the first. */
export function invalidFields(issues: readonly FieldIssue[]): ShelfcastError {
  const said = issues.slice(0, SAID).map(({ path, message }) => `${path} ${message}`);
  if (issues.length > SAID) said.push('...');
  return new ShelfcastError('invalid', said.join('; '), { issues: issues.slice(0, MAX_ISSUES) });
}
