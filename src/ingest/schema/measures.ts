import { type Found, found } from '../../contract/findings';
import { isMissing } from '../values/missing';
import { isNamed } from './columnNames';
import { isNumber } from './kinds';
import type { SampleSale } from './sampleSales';

const MOST_MEASURES = 12;
/** Measures other than units: money, stock, shares. */
const OTHER =
  /revenue|turnover|amount|profit|margin|value|stock|inventory|umsatz|erlös|betrag|bestand|marge|chiffre|montant|ingres|importe|fatur|ricav|omzet|przych|ciro|tutar|выруч|оборот|сумм|остат|销售额|金额|库存|銷售額|金額|在庫|粗利/i;

/** A column whose values say that some rows have units and others another measure; null if there is none. */
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

const MEASURE =
  /^(?:uom|(?:sales |base |order )?unit(?: of measure)?|measure unit|me|vme|eme|mengeneinheit|einheit|unité|unidad|unidade|unità|unità di misura|eenheid|j\.?m\.?|jednostka|birim|ед\.?(?: ?изм\.?)?|единица(?: измерения)?|单位|計量單位|單位|単位|단위)$/i;
/** Debit and credit signs, in a column named for them. */
const SIDES = /soll|haben|debit|credit|shkzg|\bs\/h\b|\bd\/c\b|借贷|借貸/i;

/** A column that switches a product's units between pieces and cases, or between debit and credit; else null. */
export function measuresByProduct(columns: readonly string[], sales: readonly SampleSale[]): Found | null {
  for (const [at, column] of columns.entries()) {
    if (!MEASURE.test(column.trim()) && !SIDES.test(column)) continue;
    const measures = new Map<string, string>();
    for (const { sku, cells } of sales) {
      const measure = cells[at].trim();
      if (isMissing(measure) || isNumber(measure)) continue;
      const known = measures.get(sku) ?? measure;
      if (known !== measure) return found('measures_by_row', { column, first: known, second: measure });
      measures.set(sku, known);
    }
  }
  return null;
}
