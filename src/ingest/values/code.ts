import { skuKey } from '../../common/sku';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** Scientific notation, with which spreadsheets destroy the last digits of long codes. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d{1,3}$/i;

/** A numeric code as left by a spreadsheet or program that treated it as a number. */
const NUMBER = /^0*([1-9]\d*)(?:\.0)?$/;

/** A product's code in the catalog's form, and whether it was spelled differently before. */
export interface Code {
  key: string;
  /** The same code occurred earlier in another spelling. */
  respelt: boolean;
  /** The same code occurred earlier with other leading zeros or a trailing `.0`. */
  zerosApart: boolean;
}

/** Whether a code has lost digits in a spreadsheet. */
export function lostDigits(text: string): boolean {
  return SCIENTIFIC.test(text.trim());
}

/**
 * Reads the product codes of a column: leading zeros are kept; case, outer white space and Unicode form are normalised.
 */
export class CodeColumn {
  private readonly bySpelling = new Map<string, Code>();
  private readonly keys = new Set<string>();
  /** The first code of each number. */
  private readonly byNumber = new Map<string, string>();

  constructor(private readonly name: string) {}

  /** Throws ShelfcastError for a code in scientific notation. */
  read(text: string, line: number): Code {
    const known = this.bySpelling.get(text);
    if (known) return known;
    const trimmed = text.trim();
    if (lostDigits(trimmed)) {
      throw new ShelfcastError(
        'invalid',
        `line ${line}: the code '${trimmed}' of the column '${this.name}' is in scientific notation, which lost its ` +
          'last digits; format the column as text in the spreadsheet before it is filled, and export again',
        { reasons: [found('code_lost_digits', { line, code: trimmed, column: this.name })] },
      );
    }
    const key = skuKey(text);
    const number = NUMBER.exec(key)?.[1];
    if (number !== undefined && !this.byNumber.has(number)) this.byNumber.set(number, key);
    const zerosApart = number !== undefined && this.byNumber.get(number) !== key;
    const code = { key, respelt: this.keys.has(key), zerosApart };
    this.keys.add(key);
    this.bySpelling.set(text, code);
    return code;
  }
}
