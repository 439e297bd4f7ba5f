import type { z } from 'zod';

/** What is wrong with a value that was left out or is no number; undefined where the schema's own message says it. */
export function plainMessage({ code, input }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_type') return undefined;
  if (input === undefined) return 'is missing';
  return Number.isNaN(input) ? 'must be a number' : undefined;
}
