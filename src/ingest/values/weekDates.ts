import { DAY_MS, FIRST_YEAR, LAST_YEAR, mondayOf, weekOf } from '../../common/week';

/** Names of columns of weeks. */
export const WEEK = /week|woche|\bkw\b|semana|semaine|settimana|tydzie|hafta|недел|周|週/i;

const DAYS_TO_MIDDLE = 3;
/** What a column's name says of its dates: a week's first days, or its last. */
const FIRST =
  /start|begin|commenc|\bfrom\b|\bw\/c\b|beginn|anfang|\bab\b|\bvon\b|d[ée]but|in[ií]cio|inizio|aanvang|pocz[ąa]t|ba[sş]lang|начал|开始|起始|開始/i;
const LAST =
  /\bend(?:s|ing)?\b|\bw\/e\b|ende\b|\bbis\b|\bfin\b|\bfim\b|\bfine\b|\beind|koniec|biti[sş]|конец|конц|结束|終了|截止/i;

/**
 * The day by which a week's row counts: of weeks that begin or end on another weekday than Sunday and Monday, the Monday of
 * the week in which most of their days lie; else the day itself. `column`: the name of the dates, which must say so.
 */
export function weekDayReader(column: string, isOfWeeks: boolean): (day: string) => string {
  const name = column.replaceAll('_', ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const toMiddle = FIRST.test(name) ? DAYS_TO_MIDDLE : LAST.test(name) ? -DAYS_TO_MIDDLE : 0;
  if (toMiddle === 0 || !(isOfWeeks || WEEK.test(name))) return (day) => day;
  return (day) => {
    const middle = new Date(Date.parse(day) + toMiddle * DAY_MS).toISOString().slice(0, 10);
    if (!isInRange(middle) || weekOf(middle) === weekOf(day)) return day;
    const monday = mondayOf(weekOf(middle));
    return isInRange(monday) ? monday : day;
  };
}

function isInRange(day: string): boolean {
  const year = Number(day.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}
