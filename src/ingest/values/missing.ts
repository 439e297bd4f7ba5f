import { withoutHidden } from '../../common/hidden';

const MISSING = new Set([
  ...['', 'na', 'n/a', 'n.a.', 'nan', 'null', 'none', 'nil', 'k.a.', '-', '--', '–', '—', '?', '.'],
  ...['\\n', '(null)', '<na>', '<null>', '(blank)', '(leer)', '(vide)', '(空白)'],
  ...['#n/a', '#na', '#nv', '#value!', '#wert!', '#ref!', '#bezug!', '#div/0!', '#num!', '#null!', '#name?'],
]);

/** Whether a cell means unknown: empty, or a word or error that spreadsheets write. */
export function isMissing(text: string): boolean {
  const trimmed = withoutHidden(text).trim();
  return trimmed.length <= 8 && MISSING.has(trimmed.toLowerCase());
}
