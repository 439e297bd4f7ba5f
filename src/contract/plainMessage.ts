import type { z } from 'zod';

/** What is wrong with a value that is missing or not a number; undefined if the schema's own message is clear. */
export function plainMessage({ code, input }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_type') return undefined;
  if (input === undefined) return 'is missing';
  return Number.isNaN(input) ? 'must be a number' : undefined;
}
