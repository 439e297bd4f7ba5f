/** A value that correct code guarantees to exist. Throws an Error naming it (`what`) if it does not. */
export function certain<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}; this is a bug`);
  return value;
}
