import { type Found, found } from '../../contract/findings';
import { isMissing } from '../values/missing';
import { isCharge, tellsOfBuying, tellsOfReturns, tellsOfSales } from '../values/rowKinds';
import type { KeepRule } from '../../contract/dataSchema';
import type { Role } from './columnNames';
import { cumulatedUnits } from './cumulated';
import { isDate } from './kinds';
import { measuresByProduct, measuresIn } from './measures';
import { repeatedSales } from './repeatedSales';
import type { SampleSale } from './sampleSales';

const COST =
  /\bcosts?\b|einkaufspreis|einstand|\bek\b|prix d.achat|coste|costo|custo|进价|進價|成本|原価|себестоим/i;

const RETURNED_WHY = /reason|\bwhy\b|grund|motif|motivo|raison|powód|причин|原因|理由/i;

/** Why a file with clear columns may not have the units of each sale. */
export function doubtsIn(
  columns: readonly string[],
  sales: readonly SampleSale[],
  roles: Partial<Record<Role, string>>,
): Found[] {
  const rows = sales.map(({ cells }) => cells);
  const doubts = [
    measuresIn(columns, rows),
    measuresByProduct(columns, sales),
    repeatedSales(columns, sales),
    roles.target === undefined ? null : cumulatedUnits(roles.target, sales),
    boughtUnits(columns, roles),
    returnedUnits(columns, rows),
  ];
  return doubts.filter((doubt) => doubt !== null);
}

/** A rule that leaves out receipt lines that are not products, such as shipping; none if there are no such lines. */
export function chargeRules(column: string, texts: readonly string[]): KeepRule[] {
  const charges = [...new Set(texts.map((text) => text.trim()))].filter(isCharge);
  return charges.length > 0 ? [{ column, not: charges }] : [];
}

/** Columns of suppliers and costs, which show that a file without prices may hold the shop's purchases. */
function boughtUnits(
  columns: readonly string[],
  { target, price }: Partial<Record<Role, string>>,
): Found | null {
  if (price !== undefined || (target !== undefined && tellsOfSales(target))) return null;
  const bought = columns.filter(tellsOfBuying);
  const telling = [...new Set([...bought, ...columns.filter((column) => COST.test(column))])];
  return bought.length > 0 && telling.length > 1
    ? found('units_bought', { first: telling[0], second: telling[1] })
    : null;
}

/** A reason or a date of returns that every row has. */
function returnedUnits(columns: readonly string[], rows: readonly (readonly string[])[]): Found | null {
  const column = columns.find((name, at) => {
    const cells = rows.map((row) => row[at]);
    const isOfReturns = tellsOfReturns(name) && cells.every((cell) => !isMissing(cell));
    return isOfReturns && (RETURNED_WHY.test(name) || cells.every(isDate));
  });
  return column === undefined ? null : found('units_returned', { column });
}
