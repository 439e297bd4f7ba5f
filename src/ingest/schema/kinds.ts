import { isPromotionFlag } from '../../common/promotionText';
import { dayInEitherOrder, serialDayOf } from '../values/day';
import { isMissing } from '../values/missing';
import { readNumber } from '../values/number';

/** Share of values that must match a column's kind. */
const FITTING = 0.98;

/** Whether a non-missing cell is of a kind. */
export type Kind = (value: string) => boolean;
const isSerial: Kind = (value) => serialDayOf(value) !== null;
export const isDate: Kind = (value) => dayInEitherOrder(value) !== null;
export const isPlainDate: Kind = (value) => isDate(value) && !isSerial(value);
export const isNumber: Kind = (value) => {
  const number = readNumber(value);
  return number !== null && !(Number.isNaN(number.point) && Number.isNaN(number.comma));
};
export const isWords: Kind = (value) => /\p{L}{2}|\p{Script=Han}/u.test(value);
export const isPromotion: Kind = (value) => isWords(value) || isPromotionFlag(value) || /^\d.*%$/.test(value);
export const isAny: Kind = () => true;
export const isCents: Kind = (value) => isNumber(value) && /[.,]\d\d\D*$/.test(value);
export const isDecimal: Kind = (value) => isNumber(value) && /[.,]\d{1,2}\D*$/.test(value);

/** Whether a column's non-missing values are of a kind: nearly all of them, or the given share. */
export function fits(rows: readonly (readonly string[])[], at: number, kind: Kind, share = FITTING): boolean {
  const given = rows.map((values) => values[at].trim()).filter((value) => !isMissing(value));
  return given.length > 0 && given.filter(kind).length >= share * given.length;
}
