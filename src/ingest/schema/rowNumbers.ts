import { groupedBy } from '../../common/groupedBy';
import { skuKey } from '../../common/sku';
import { dayInEitherOrder } from '../values/day';

const FEWEST_ROWS = 10;
const FEWEST_DAYS = 3;
/** Share of the rows that have a code of their own, and of those that follow on the one before. */
const OWN = 0.98;
/** Texts for each code at most: products come again, by their texts. */
const SHARED = 0.5;
/** Without an order of the rows: so many rows and days, and so few texts for each code. */
const MANY_ROWS = 100;
const MANY_DAYS = 8;
const FEW_TEXTS = 0.2;
/** Share of the receipts' numbers that stand beside several texts, and of the texts beside several numbers. */
const CROSSED = 0.5;

interface Rows {
  codes: readonly string[];
  texts: readonly string[];
  dates: readonly string[];
}

/**
 * Whether codes number rows or receipts, and no products: nearly each row has its own, though the products come again by
 * their texts, and codes rise or fall with the days; or codes and texts meet across, as on receipts of several lines.
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

/** Of each first value the second ones beside it, once for each row. */
function partnersOf(pairs: readonly (readonly [string, string])[]): Map<string, string[]> {
  const groups = groupedBy(pairs, ([one]) => one);
  return new Map([...groups].map(([one, own]) => [one, own.map(([, other]) => other)]));
}

/** Whether most of the values in several rows stand beside several others. */
function isCrossed(partners: ReadonlyMap<string, readonly string[]>): boolean {
  const again = [...partners.values()].filter((others) => others.length > 1);
  return (
    again.length > 0 && again.filter((others) => new Set(others).size > 1).length > CROSSED * again.length
  );
}

/** Whether nearly all values are in one order, upwards or downwards. */
function follow<T extends number | string>(values: readonly T[]): boolean {
  const steps = values.slice(1).map((value, at) => [values[at], value] as const);
  const upwards = steps.filter(([before, value]) => before <= value).length;
  const downwards = steps.filter(([before, value]) => before >= value).length;
  return Math.max(upwards, downwards) >= OWN * steps.length;
}
