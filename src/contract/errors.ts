import type { Found } from './findings';

/** The error table: every error an answer can have, with its HTTP status and title. */
export const ERRORS = {
  not_json: { status: 400, title: 'The body is not valid JSON' },
  unauthorized: { status: 401, title: 'No valid API key' },
  forbidden_scope: { status: 403, title: 'The API key may not do this' },
  forbidden_origin: { status: 403, title: 'Pages of this origin may not call this server' },
  forbidden_host: { status: 403, title: 'This server may not be called by this name' },
  not_found: { status: 404, title: 'There is nothing at this address' },
  unknown_model: { status: 404, title: 'There is no such model' },
  method_not_allowed: { status: 405, title: 'This address does not take this method' },
  job_ended: { status: 409, title: 'The job has ended' },
  model_in_use: { status: 409, title: 'The model is in use or not of this catalog' },
  model_refused: { status: 409, title: 'The model was refused; the one before it goes on serving' },
  body_timeout: { status: 408, title: 'The body did not arrive in time' },
  answers_unread: { status: 413, title: 'The client sends without reading the answers' },
  too_large: { status: 413, title: 'The body is over the size limit' },
  too_many_items: { status: 413, title: 'The request has too many items' },
  unsupported_media_type: { status: 415, title: 'This content type is not taken here' },
  invalid: { status: 422, title: 'The request has invalid fields' },
  text_refused: { status: 422, title: 'The text repeatedly stopped the encoder and is not tried again' },
  queue_full: { status: 429, title: 'The queue is full' },
  bodies_full: { status: 429, title: 'Too much is being received at once' },
  rate_limited: { status: 429, title: 'Too many requests with this key' },
  internal: { status: 500, title: 'Something went wrong here' },
  not_ready: { status: 503, title: 'Not ready to serve' },
  draining: { status: 503, title: 'The server is stopping' },
  deadline: { status: 504, title: 'The request ran out of its time' },
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** One invalid field: `path` as a person writes it (`items[3].price`), `message` what to do about it. */
export interface FieldIssue {
  path: string;
  message: string;
}

interface ErrorOptions {
  issues?: FieldIssue[];
  /** The detail as codes, in the same order, to be shown in another language. */
  reasons?: readonly Found[];
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** An error meant for the client: its code determines the status, its detail is safe to show. */
export class ShelfcastError extends Error {
  override readonly name = 'ShelfcastError';

  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly options: ErrorOptions = {},
  ) {
    super(detail, { cause: options.cause });
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}
