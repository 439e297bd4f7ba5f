import type { z } from 'zod';
import { endpoint, type Endpoint } from '../exchange/endpoint';
import type { Readiness } from '../watch/readiness';

interface ReadyAddress {
  path: string;
  tag: string;
  summary: string;
  schema: z.ZodType;
  /** The answer while requests can be answered. */
  json: unknown;
}

/** A route that says whether requests can be answered, without a key. */
export function readyEndpoint(
  readiness: Readiness,
  { path, tag, summary, schema, json }: ReadyAddress,
): Endpoint {
  return endpoint({
    method: 'get',
    path,
    tag,
    scope: 'open',
    summary,
    answer: { schema },
    errors: ['not_ready', 'draining'],
    handle: async () => {
      await readiness.check();
      return { json };
    },
  });
}
