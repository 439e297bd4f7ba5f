/** A word of a command to copy, in quotes if a POSIX shell would split or change it. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}\p{M}_@%+=:,./-]+$/u.test(word) ? word : inQuotes(word);
}

/** A text in single quotes, as one word of a POSIX shell. */
export function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
