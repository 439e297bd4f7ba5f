/** A value that is there wherever the code is right. Throws an Error that names it (`what`) where it is not. */
export function certain<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`there is no ${what}; this is a bug`);
  return value;
}
