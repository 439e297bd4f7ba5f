const RUNS = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A text as a spreadsheet cell that is shown and not run: prefixed with an apostrophe if it would be a formula. */
export function cellText(text: string): string {
  return RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
