import { withoutHidden } from '../../common/hidden';

/** Digits of Arabic, Persian, Devanagari, Bengali and Thai. */
const DIGITS = /[٠-٩۰-۹०-९০-৯๐-๙]/g;
const ZEROS = ['٠', '۰', '०', '০', '๐'].map((zero) => zero.charCodeAt(0));

/** The text of a number or date without invisible characters, with digits 0 to 9. */
export function withPlainDigits(text: string): string {
  return withoutHidden(text).replace(DIGITS, (digit) => {
    const code = digit.charCodeAt(0);
    return String(code - Math.max(...ZEROS.filter((zero) => zero <= code)));
  });
}
