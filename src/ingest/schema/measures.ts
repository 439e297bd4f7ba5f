import { type Found, found } from '../../contract/findings';
import { isNamed } from './columnNames';

const MOST_MEASURES = 12;
/** What tables tell beside units: money, stock, shares. */
const OTHER =
  /revenue|turnover|amount|profit|margin|value|stock|inventory|umsatz|erlös|betrag|bestand|marge|chiffre|montant|ingres|importe|fatur|ricav|omzet|przych|ciro|tutar|выруч|оборот|сумм|остат|销售额|金额|库存|銷售額|金額|在庫|粗利/i;

/** A column whose words say that some rows tell units and others something else; null where there is none. */
export function measuresIn(columns: readonly string[], rows: readonly (readonly string[])[]): Found | null {
  for (const [at, column] of columns.entries()) {
    const words = new Set<string>();
    for (const row of rows) if (words.add(row[at].trim()).size > MOST_MEASURES) break;
    if (words.size > MOST_MEASURES) continue;
    const units = [...words].find((word) => isNamed(word, 'target'));
    const other = [...words].find((word) => word !== units && (OTHER.test(word) || isNamed(word, 'price')));
    if (units !== undefined && other !== undefined) return found('measures_mixed', { column, units, other });
  }
  return null;
}
