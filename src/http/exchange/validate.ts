import type { z } from 'zod';
import { MAX_ISSUES } from '../../contract/bounded';
import { ShelfcastError, type FieldIssue } from '../../contract/errors';
import { plainMessage } from '../../contract/plainMessage';

/** The value as parsed by the schema. Throws ShelfcastError `invalid` that lists every bad field by its path. */
export function validated<T>(schema: z.ZodType<T>, value: unknown, at = ''): T {
  const result = schema.safeParse(value, { error: plainMessage });
  if (result.success) return result.data;
  const issues = firstIssues(result.error.issues, at);
  const detail = `${issues.slice(0, 3).map(sentence).join('; ')}${issues.length > 3 ? '; ...' : ''}`;
  throw new ShelfcastError('invalid', detail, { issues });
}

/** The first issue of a value that a schema refused. */
export function firstIssue(error: z.core.$ZodError, at: string): FieldIssue {
  return firstIssues(error.issues, at)[0];
}

/** The first issues, as many as an answer lists. */
function firstIssues(issues: readonly z.core.$ZodIssue[], at: string): FieldIssue[] {
  const found: FieldIssue[] = [];
  for (const issue of issues) {
    found.push(...fieldIssues(issue, at));
    if (found.length >= MAX_ISSUES) break;
  }
  return found.slice(0, MAX_ISSUES);
}

function fieldIssues(issue: z.core.$ZodIssue, at: string): FieldIssue[] {
  const path = joined(at, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, MAX_ISSUES).map((key) => ({
      path: joined(path, [shortened(key)]),
      message: 'is not a known field',
    }));
  }
  if (issue.code === 'invalid_union') {
    const message = `must be ${issue.errors.map(expectedOf).filter(Boolean).join(' or ') || 'of another type'}`;
    return [{ path, message }];
  }
  return [{ path, message: issue.message }];
}

function expectedOf(alternatives: z.core.$ZodIssue[]): string | null {
  const [first] = alternatives;
  return first?.code === 'invalid_type' ? first.expected : (first?.message ?? null);
}

/** `items[3].price`; the whole value is the empty path. */
function joined(at: string, keys: PropertyKey[]): string {
  let path = at;
  for (const key of keys) {
    if (typeof key === 'number') path += `[${key}]`;
    else path += path ? `.${shortened(String(key))}` : shortened(String(key));
  }
  return path;
}

function shortened(key: string): string {
  return key.length > 64 ? `${key.slice(0, 64)}...` : key;
}

function sentence(issue: FieldIssue): string {
  return issue.path ? `${issue.path}: ${issue.message}` : issue.message;
}
