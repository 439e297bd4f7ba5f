/** Beginnings of words that say that a sale was taken back, without accents and in lower case. */
const BEGINNINGS = [
  'cancel, void, refund, return, reversed, charge ?back, credit (?:note|memo), failed, declined',
  'storn, gutschrift, wareneingang, retour, ruckgabe, rueckgabe, rucksend, erstatt, annul, rembours',
  'anulad, devol, devuel, reembols, estorn, reso\\b, resi\\b, rimbors, geannul, geretour, anulow, zwrot, zwroc',
  'nota de credito, nota di credito, creditnota, avoir\\b, iptal, iade, отмен, возвра, аннул, приход, поступлен',
].flatMap((line) => line.split(', '));
const WORD = new RegExp(`(?<!\\p{L})(?:${BEGINNINGS.join('|')})`, 'u');
const EAST_ASIAN = /取消|退货|退貨|退款|作废|作廢|交易关闭|已关闭|入库|入庫|キャンセル|返品|返金/u;
/** What looks like a return and is none. */
const NOT =
  /\b(?:not|non|no|un\w+|nicht|ohne|without|sans|sin|не|returnable|returning|reserv\w*|reside\w*)\b|未|无|無/u;
const YES = new Set('true, yes, y, 1, x, t, ja, j, oui, o, si, s, sim, tak, evet, да, 是, はい'.split(', '));

/** Whether a cell or a column's name says that a sale was returned or called off. */
export function tellsOfReturns(text: string): boolean {
  const words = folded(text);
  return (WORD.test(words) || EAST_ASIAN.test(words)) && !NOT.test(words);
}

export function tellsYes(text: string): boolean {
  return YES.has(folded(text));
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[_-]/g, ' ')
    .trim();
}
