/** The message of a thrown error; for anything else that was thrown, its text. */
export function messageOf(thrown: unknown): string {
  return isError(thrown) ? thrown.message : String(thrown);
}

/** Anything thrown, as an Error. */
export function errorOf(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}

/** The code of an error from the system or a library, such as ENOENT; empty if it has none. */
export function codeOf(thrown: unknown): string {
  return isObject(thrown) && 'code' in thrown ? String(thrown.code ?? '') : '';
}

/** By its properties: errors from other threads and contexts have another `Error` class. */
function isError(thrown: unknown): thrown is Error {
  return isObject(thrown) && 'message' in thrown && typeof thrown.message === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
