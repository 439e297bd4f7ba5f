/** What shops write if there is a promotion without any text, without punctuation and in lower case. */
const YES = setOf([
  'yes, y, true, t, x, on, ja, j, wahr, oui, o, vrai, si, s, verdadero, sim, verdadeiro, vero, waar, tak, prawda',
  'evet, e, да, д, истина, 是, 有, 真, はい, あり, 有り',
]);
const YES_MARK = /^[✓✔☑○◯●◎]$/u;
/** The text in that case, in the language that every encoder knows. */
export const UNNAMED_PROMOTION = 'promotion';

/** What shops write if there is no promotion, without punctuation and in lower case. */
const NONE = setOf([
  'no, n, f, off, none, nil, null, nan, na, n a, false, not applicable, no offer, no offers, no deal, no sale, no discount',
  'no promo, no promos, no promotion, no promotions, no promotion this week, no current promotion',
  'without promotion, without promo, not promoted, not on promotion, not on promo, not on offer, not on sale',
  'non promotional, non promo, unpromoted, regular, regular price, normal price, full price, list price',
  'keine, keine aktion, ohne aktion, keine werbung, kein angebot, kein rabatt, normalpreis',
  'aucune, aucune promotion, pas de promotion, sans promotion, prix normal',
  'ninguna, ninguno, sin promocion, sin oferta, precio normal, nessuna, nessuna promozione, senza promozione',
  'nenhuma, nenhum, sem promocao, geen, geen aanbieding, geen actie, brak, brak promocji, нет, без акции, 无, 没有, なし',
  'nein, falsch, non, faux, falso, nao, nee, onwaar, nie, fałsz, hayir, hayır, h, yok, н, ложь, 否, 無, 沒有, 假, いいえ, 無し',
]);

/**
 * A promotion's text, trimmed; null if it is blank or says that there is none. A yes, a tick or a 1 becomes the text
 * "promotion".
 */
export function promotionText(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  const words = trimmed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();
  if (YES.has(words) || YES_MARK.test(trimmed) || /^1( 0+)?$/.test(words)) return UNNAMED_PROMOTION;
  return words === '' || NONE.has(words) || NOTHING.test(words) ? null : trimmed;
}

/** Whether a text only says that there is a promotion, or none. */
export function isPromotionFlag(text: string): boolean {
  const found = promotionText(text);
  return found === null || (found === UNNAMED_PROMOTION && text.trim() !== UNNAMED_PROMOTION);
}

const NOTHING = /^0( 0+)?( ?(%|percent)( off| discount)?)?$/;

function setOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(', ')));
}
