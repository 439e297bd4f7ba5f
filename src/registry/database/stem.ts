/** Common prefix of the names of all files that belong to a registry's file. */
export function stem(registryFile: string): string {
  return registryFile.replace(/\.db$/, '');
}
