/** Two parts and more, so that a fraction stays; not what follows an HTTP method. */
const ABSOLUTE_PATH =
  /(?<![\w.:/\\])(?<!\b(?:GET|PUT|POST|DELETE) )(?:[A-Za-z]:)?(?:[\\/][^\\/\s'"`,;:()<>]+){2,}/g;

/** A text for those who may not know where files lie: of every absolute path its last part is left. */
export function withoutPaths(text: string): string {
  return text.replace(ABSOLUTE_PATH, (path) => path.split(/[\\/]/).at(-1)!);
}
