/** What a setting says; undefined where it leaves that to the program. */
export function chosen<T>(setting: T | 'auto' | undefined): T | undefined {
  return setting === 'auto' ? undefined : setting;
}
