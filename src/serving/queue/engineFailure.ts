import { ShelfcastError } from '../../contract/errors';

/** A failed run as an error for the caller: its own error if that is meant for them, else that `what` failed. */
export function engineFailure(error: Error, what: string): ShelfcastError {
  return error instanceof ShelfcastError
    ? error
    : new ShelfcastError('internal', `${what} failed`, { cause: error });
}
