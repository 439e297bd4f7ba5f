import { z } from 'zod';
import { keysOf } from '../../common/keysOf';
import { isLocked, isUnusable } from '../../registry/database/database';
import { foundSchema } from '../../contract/foundSchema';
import { ERRORS, ShelfcastError, type FieldIssue } from '../../contract/errors';

/** RFC 9457 problem details, with our code, the invalid fields and the request's id. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(keysOf(ERRORS)),
    detail: z.string(),
    errors: z
      .array(z.object({ path: z.string().meta({ example: 'items[3].price' }), message: z.string() }))
      .optional(),
    reasons: z
      .array(foundSchema)
      .optional()
      .meta({ description: 'The detail by codes, for whoever says it in another language' }),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' });

/** The problem of one line of a stream. */
export const lineProblem = problem
  .extend({ line: z.number().int().meta({ description: 'Counted from 1, empty lines included' }) })
  .meta({ id: 'LineProblem' });

export type Problem = z.infer<typeof problem>;

export function problemOf(error: ShelfcastError, requestId: string): Problem {
  const { issues, reasons } = error.options;
  return {
    type: `urn:shelfcast:error:${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    code: error.code,
    detail: error.detail,
    ...(issues?.length ? { errors: issues } : {}),
    ...(reasons?.length ? { reasons: [...reasons] } : {}),
    request_id: requestId,
  };
}

/** Error format of another protocol. */
export interface ErrorStyle {
  contentType: string;
  /** For a protocol that prescribes another status than the error table. */
  status(error: { status: number }): number;
  body(error: ShelfcastError, requestId: string): unknown;
}

const problemStyle: ErrorStyle = {
  contentType: 'application/problem+json',
  status: (error) => error.status,
  body: problemOf,
};

const openaiStyle: ErrorStyle = {
  contentType: 'application/json',
  status: (error) => (error.status === 422 ? 400 : error.status),
  body: (error) => ({
    error: {
      message: summary(error),
      type:
        error.status === 429
          ? 'rate_limit_error'
          : error.status < 500
            ? 'invalid_request_error'
            : 'server_error',
      param: error.options.issues?.[0]?.path ?? null,
      code: error.code,
    },
  }),
};

const inferenceStyle: ErrorStyle = {
  contentType: 'application/json',
  status: (error) => (error.status === 422 ? 400 : error.status),
  body: (error) => ({ error: summary(error) }),
};

export function errorStyleOf(path: string): ErrorStyle {
  if (path === '/v1' || path.startsWith('/v1/')) return openaiStyle;
  if (path === '/v2' || path.startsWith('/v2/')) return inferenceStyle;
  return problemStyle;
}

/** Anything thrown, as an error that is safe to show: no details of an unexpected one. */
export function shownError(thrown: unknown): ShelfcastError {
  if (thrown instanceof ShelfcastError) return thrown;
  if (thrown instanceof URIError) {
    return new ShelfcastError(
      'not_found',
      'The address has a percent sign that is not part of a valid encoding.',
    );
  }
  if (isLocked(thrown)) {
    return new ShelfcastError('not_ready', 'Another program has a lock on the database; send this again.', {
      cause: thrown,
      retryAfterSeconds: 1,
    });
  }
  if (isUnusable(thrown)) {
    const detail = 'The database cannot be read or written now; the log says why. Send this again later.';
    return new ShelfcastError('not_ready', detail, { cause: thrown, retryAfterSeconds: 5 });
  }
  return new ShelfcastError(
    'internal',
    'The server failed at this request; its log has more under the request id.',
    {
      cause: thrown,
    },
  );
}

function summary(error: ShelfcastError): string {
  const issues = error.options.issues ?? [];
  return issues.length ? issues.map(asSentence).join('; ') : error.detail;
}

function asSentence(issue: FieldIssue): string {
  return issue.path ? `${issue.path}: ${issue.message}` : issue.message;
}
