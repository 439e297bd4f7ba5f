/** At least two parts, so that a fraction is kept; not after an HTTP method. */
const ABSOLUTE_PATH =
  /(?<![\w.:/\\])(?<!\b(?:GET|PUT|POST|DELETE) )(?:[A-Za-z]:)?(?:[\\/][^\\/\s'"`,;:()<>]+){2,}/g;

/** A text without file locations: each absolute path is reduced to its last part. */
export function withoutPaths(text: string): string {
  return text.replace(ABSOLUTE_PATH, (path) => path.split(/[\\/]/).at(-1)!);
}
