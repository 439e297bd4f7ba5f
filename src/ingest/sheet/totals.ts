const TOTAL_WORDS = [
  ...[
    'total',
    'totals',
    'grand total',
    'sub total',
    'subtotal',
    'sum',
    'overall',
    'all',
    'all products',
    'all items',
  ],
  ...[
    'summe',
    'gesamt',
    'gesamtsumme',
    'insgesamt',
    'zwischensumme',
    'endsumme',
    'gesamtergebnis',
    'alle',
    'alle artikel',
  ],
  ...['totaux', 'total général', 'sous-total', 'somme', 'ensemble', 'résultat global', 'tous'],
  ...[
    'suma',
    'suma total',
    'total general',
    'subtotales',
    'totales',
    'soma',
    'total geral',
    'totais',
    'todos',
  ],
  ...['totale', 'totali', 'somma', 'totale generale', 'totale complessivo', 'subtotale', 'tutti'],
  ...['totaal', 'som', 'subtotaal', 'eindtotaal', 'razem', 'ogółem', 'łącznie', 'suma końcowa'],
  ...[
    'toplam',
    'genel toplam',
    'ara toplam',
    'итого',
    'всего',
    'сумма',
    'общий итог',
    'итог',
    'все',
    'все товары',
  ],
  ...['合计', '总计', '小计', '合計', '總計', '小計', '総計', '总和', '全部', '계', '합계', '총계'],
];
const TOTALS = new Set(TOTAL_WORDS);

/** Whether a code starts with a word for a total, such as a day's or a group's: `Total 06.01.2025`. */
export function beginsAsTotal(code: string): boolean {
  const [first, second] = code
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .split(/[\s:]+/, 2);
  return second !== undefined && TOTALS.has(first);
}

/** Whether a row is a total: its code, or without one its first filled cell, is a word for a total. */
export function isTotal(code: string, cells: readonly string[]): boolean {
  const word = code.trim() || cells.find((cell) => cell.trim() !== '') || '';
  if (word.length > 24 || /\d/.test(word)) return false;
  return TOTALS.has(word.normalize('NFC').toLowerCase().replace(/[:.*]/g, '').replace(/\s+/g, ' ').trim());
}
