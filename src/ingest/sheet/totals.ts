const TOTAL_WORDS = [
  ...['total', 'totals', 'grand total', 'sub total', 'subtotal', 'sum', 'overall'],
  ...['summe', 'gesamt', 'gesamtsumme', 'insgesamt', 'zwischensumme', 'endsumme'],
  ...['totaux', 'total général', 'sous-total', 'somme', 'ensemble'],
  ...['suma', 'suma total', 'total general', 'subtotales', 'totales', 'soma', 'total geral', 'totais'],
  ...['totale', 'totali', 'somma', 'totale generale', 'subtotale'],
  ...['totaal', 'som', 'subtotaal', 'eindtotaal', 'razem', 'ogółem', 'łącznie', 'suma końcowa'],
  ...['toplam', 'genel toplam', 'ara toplam', 'итого', 'всего', 'сумма', 'общий итог', 'итог'],
  ...['合计', '总计', '小计', '合計', '總計', '小計', '総計', '总和', '계', '합계', '총계'],
];
const TOTALS = new Set(TOTAL_WORDS);

/** Whether a row sums up others: its code, or without one its first filled cell, is a word for a total. */
export function isTotal(code: string, cells: readonly string[]): boolean {
  const word = code.trim() || cells.find((cell) => cell.trim() !== '') || '';
  if (word.length > 24 || /\d/.test(word)) return false;
  return TOTALS.has(word.normalize('NFC').toLowerCase().replace(/[:.*]/g, '').replace(/\s+/g, ' ').trim());
}
