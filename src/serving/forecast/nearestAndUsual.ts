/** A similarity and the usual one, with enough digits to tell them apart. */
export function nearestAndUsual(nearest: number, usual: number): string {
  const digits = nearest.toFixed(2) === usual.toFixed(2) ? 4 : 2;
  return `nearest ${nearest.toFixed(digits)}, usual at least ${usual.toFixed(digits)}`;
}
