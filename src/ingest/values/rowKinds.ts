import { LANGUAGES, type Words } from '../words/words';

/** Words that look like a cancelled sale but are not. */
const NOT =
  /\b(?:not|non|no|un\w+|nicht|ohne|without|sans|sin|не|returnable|returning|reserv\w*|reside\w*)\b|未|无|無/u;
/** Partial cancellation: other lines of the order are sales. */
const PARTLY = /\bpart|\bteil|\bparcial|\bparzial|czesciow|частич|部分|一部|부분/u;
const YES = new Set(
  'true, yes, y, 1, x, t, ja, j, oui, o, si, s, sim, tak, evet, да, 是, はい, 예'.split(', '),
);

const UNDONE = beginnings('undone');
const SALES = beginnings('sales');
const BOUGHT = beginnings('bought');
const OTHERS = beginnings('others');
const CHARGES = new RegExp(
  `^(?:${LANGUAGES.flatMap(({ charges }) => charges.split(', ')).join('|')})(?: ?[-:(（].*)?$`,
  'u',
);
const MOVEMENTS = LANGUAGES.flatMap(({ movements }) => movements.split(', ')).map((pair) =>
  pair.split(':').map((word) => new RegExp(`^(?:goods |stock )?${word}s?$`, 'u')),
);

/** Whether a cell or column name means a returned or cancelled sale. */
export function tellsOfReturns(text: string): boolean {
  return isUndone(folded(text));
}

/** Whether a column's name means the shop's purchases. */
export function tellsOfBuying(name: string): boolean {
  return BOUGHT.test(folded(name));
}

/** Whether a units column's name says that they were sold. */
export function tellsOfSales(name: string): boolean {
  return SALES.test(folded(name));
}

/** Whether a product's text is a charge, such as shipping. */
export function isCharge(text: string): boolean {
  return CHARGES.test(folded(text));
}

export function tellsYes(text: string): boolean {
  return YES.has(folded(text));
}

/**
 * The values of a column that mark rows as something other than sales: cancelled sales; and, if another value marks
 * sales, stock movements, plans and money. Partly cancelled orders are not among them.
 */
export function noSales(values: readonly string[]): string[] {
  const cells = values.map((value) => ({ value, words: folded(value) }));
  const isSale = (words: string) => SALES.test(words) && !BOUGHT.test(words) && !isUndone(words);
  const isOther = (words: string) => BOUGHT.test(words) || (OTHERS.test(words) && !SALES.test(words));
  const hasSales = cells.some(({ words }) => isSale(words));
  const incoming = MOVEMENTS.filter(([out]) => cells.some(({ words }) => out.test(words)));
  return cells
    .filter(({ words }) => {
      if (PARTLY.test(words)) return false;
      return isUndone(words) || (hasSales && isOther(words)) || incoming.some(([, into]) => into.test(words));
    })
    .map(({ value }) => value);
}

function isUndone(words: string): boolean {
  return UNDONE.test(words) && !NOT.test(words);
}

/** A pattern for words with these beginnings; East Asian characters match anywhere. */
function beginnings(key: Exclude<keyof Words, 'movements' | 'charges'>): RegExp {
  const words = LANGUAGES.flatMap((language) => language[key].split(', '));
  const isSpaced = (word: string) => !/[\p{Script=Han}\p{Script=Katakana}\p{Script=Hangul}]/u.test(word);
  const spaced = words.filter(isSpaced).map((word) => (word.startsWith('^') ? word : `(?<!\\p{L})${word}`));
  return new RegExp([...spaced, ...words.filter((word) => !isSpaced(word))].join('|'), 'u');
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/ł/g, 'l')
    .replace(/ı/g, 'i')
    .replace(/[_-]/g, ' ')
    .normalize('NFC')
    .trim();
}
