/** What shops write where there is no promotion, without marks and in lower case. */
const NONE = new Set(
  [
    'no, none, nil, null, nan, na, n a, false, not applicable, no offer, no offers, no deal, no sale, no discount',
    'no promo, no promos, no promotion, no promotions, no promotion this week, no current promotion',
    'without promotion, without promo, not promoted, not on promotion, not on promo, not on offer, not on sale',
    'non promotional, non promo, unpromoted, regular, regular price, normal price, full price, list price',
    'keine, keine aktion, ohne aktion, keine werbung, kein angebot, kein rabatt, normalpreis',
    'aucune, aucune promotion, pas de promotion, sans promotion, prix normal',
    'ninguna, ninguno, sin promocion, sin oferta, precio normal, nessuna, nessuna promozione, senza promozione',
    'nenhuma, nenhum, sem promocao, geen, geen aanbieding, geen actie, brak, brak promocji, нет, без акции, 无, 没有, なし',
  ].flatMap((line) => line.split(', ')),
);

/** A promotion's text without blanks around it; null where it is blank or says that there is none. */
export function promotionText(text: string | null | undefined): string | null {
  const trimmed = text?.trim();
  if (!trimmed) return null;
  const words = trimmed
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}%]+/gu, ' ')
    .trim();
  return words === '' || NONE.has(words) || NO_PERCENT.test(words) ? null : trimmed;
}

const NO_PERCENT = /^0 ?(%|percent)( off| discount)?$/;
