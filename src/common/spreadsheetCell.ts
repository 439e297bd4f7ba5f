const RUNS = /^[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

/** A text as a cell that a spreadsheet shows and does not run: behind an apostrophe where it would be a formula. */
export function cellText(text: string): string {
  return RUNS.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}
