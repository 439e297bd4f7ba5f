/** Bytes as people count them, whole. */
export function megabytes(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}
