/** What the names of all files begin with that go with a registry's file. */
export function stem(registryFile: string): string {
  return registryFile.replace(/\.db$/, '');
}
