import { ShelfcastError } from '../../contract/errors';

/** What a failed run is to whoever asked for it: its own error where that is meant for them, else that `what` failed. */
export function engineFailure(error: Error, what: string): ShelfcastError {
  return error instanceof ShelfcastError
    ? error
    : new ShelfcastError('internal', `${what} failed`, { cause: error });
}
