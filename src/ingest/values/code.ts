import { skuKey } from '../../common/sku';
import { ShelfcastError } from '../../contract/errors';
import { found } from '../../contract/findings';

/** As spreadsheets write a long code that they took for a number: its last digits are gone. */
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d{1,3}$/i;

/** A code of digits, as it is left where a spreadsheet or a program took it for a number. */
const NUMBER = /^0*([1-9]\d*)(?:\.0)?$/;

/** A product's code as the catalog keeps it, and whether it was written otherwise before. */
export interface Code {
  key: string;
  /** Another spelling of the same code came before this one. */
  respelt: boolean;
  /** A code with fewer or more zeros in front, or `.0` behind, came before this one. */
  zerosApart: boolean;
}

/** Whether a code has lost digits in a spreadsheet. */
export function lostDigits(text: string): boolean {
  return SCIENTIFIC.test(text.trim());
}

/** Reads the product codes of a column: zeros in front stay; case, blanks around and the encoding of accents do not. */
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
