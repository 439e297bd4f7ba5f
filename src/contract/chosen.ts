/** The value of a setting; undefined if it is left to the program. */
export function chosen<T>(setting: T | 'auto' | undefined): T | undefined {
  return setting === 'auto' ? undefined : setting;
}
