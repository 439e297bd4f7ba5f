/** What a thrown error says; of anything else that was thrown, its text. */
export function messageOf(thrown: unknown): string {
  return isError(thrown) ? thrown.message : String(thrown);
}

/** What was thrown, as an error. */
export function errorOf(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error(String(thrown));
}

/** The code of what the system or a library refused, such as ENOENT; empty where it has none. */
export function codeOf(thrown: unknown): string {
  return isObject(thrown) && 'code' in thrown ? String(thrown.code ?? '') : '';
}

/** By what it has: errors also come from threads and contexts whose `Error` is another. */
function isError(thrown: unknown): thrown is Error {
  return isObject(thrown) && 'message' in thrown && typeof thrown.message === 'string';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
