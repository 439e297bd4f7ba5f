import { groupedBy } from '../../common/groupedBy';
import { skuKey } from '../../common/sku';
import { dayInEitherOrder } from '../values/day';

const FEWEST_ROWS = 10;
const FEWEST_DAYS = 3;
/** Share of rows that must have a unique code, and of codes that must follow the previous one. */
const OWN = 0.98;
/** Most texts per code: products repeat by text. */
const SHARED = 0.5;
/** For unordered rows: fewest rows and days, and most texts per code. */
const MANY_ROWS = 100;
const MANY_DAYS = 8;
const FEW_TEXTS = 0.2;
/** Share of receipt numbers with several texts, and of texts with several numbers. */
const CROSSED = 0.5;

interface Rows {
  codes: readonly string[];
  texts: readonly string[];
  dates: readonly string[];
}

/**
 * Whether codes are row or receipt numbers rather than products: nearly each row has its own although texts repeat, and
 * codes rise or fall with the days; or codes and texts combine freely, as on receipts with several lines.
 */
export function areRowNumbers({ codes, texts, dates }: Rows): boolean {
  const rows = codes
    .map((code, at) => ({
      code: skuKey(code),
      text: texts[at].trim(),
      day: dayInEitherOrder(dates[at]) ?? '',
    }))
    .filter(({ code, text, day }) => code !== '' && text !== '' && day !== '');
  if (rows.length < FEWEST_ROWS) return false;
  const byCode = partnersOf(rows.map(({ code, text }) => [code, text]));
  const byText = partnersOf(rows.map(({ code, text }) => [text, code]));
  if (byCode.size < OWN * rows.length) return isCrossed(byCode) && isCrossed(byText);
  const days = rows.map(({ day }) => day);
  const varied = new Set(days).size;
  if (varied < FEWEST_DAYS || byText.size > SHARED * byCode.size) return false;
  const inOrder = follow(days) && follow(rows.map(({ code }) => Number(/\d+$/.exec(code)?.[0] ?? NaN)));
  return (
    inOrder || (rows.length >= MANY_ROWS && varied >= MANY_DAYS && byText.size <= FEW_TEXTS * byCode.size)
  );
}

/** The second values of each first value, once per row. */
function partnersOf(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = groupedBy(pairs, ([one]) => one);
  return new Map([...groups].map(([one, own]) => [one, own.map(([, other]) => other)]));
}

/** Whether most repeated values occur with several others. */
function isCrossed(partners: ReadonlyMap<string, readonly string[]>): boolean {
  const again = [...partners.values()].filter((others) => others.length > 1);
  return (
    again.length > 0 && again.filter((others) => new Set(others).size > 1).length > CROSSED * again.length
  );
}

/** Whether nearly all values are in ascending or descending order. */
function follow<T extends number | string>(values: readonly T[]): boolean {
  const steps = values.slice(1).map((value, at) => [values[at], value] as const);
  const upwards = steps.filter(([before, value]) => before <= value).length;
  const downwards = steps.filter(([before, value]) => before >= value).length;
  return Math.max(upwards, downwards) >= OWN * steps.length;
}
