import { monthOf } from '../values/calendarWords';

const NUMBERED_MONTH = /^(?:(?:19|20)\d\d[-/. ]?(0?[1-9]|1[0-2])|(0?[1-9]|1[0-2])[-/. ](?:19|20)\d\d)$/;
const NAMED_MONTH = /^(?:(\p{L}{3,})\.?[-/. ,']*(?:\d{4}|\d{2})|\d{4}[-/. ]*(\p{L}{3,})\.?)$/u;
const EAST_ASIAN_MONTH = /^\d{4}\s*[年년]\s*\d{1,2}\s*[月월]$/;
const QUARTER = /^(?:Q[1-4][-/. ]?\d{4}|\d{4}[-/. ]?Q[1-4])$/i;
const YEARLESS_WEEK =
  /^(?:kw|wk|w|week|woche|semaine|semana|settimana|tydzie[nń]|hafta|нед(?:еля)?|第)[-. ]?\d{1,2}周?$/iu;
const COMPACT = /^\d{6}$/;
const MONTHS_NAME = /month|monat|\bmes\b|\bmois\b|mese|maand|miesi|месяц|月|period/i;

/**
 * Whether a text is a month or quarter, whose weeks are unknown. `column`: 202501 is a month only by its column's name.
 */
export function isPeriod(text: string, column = ''): boolean {
  const written = text.trim();
  if (COMPACT.test(written) && !MONTHS_NAME.test(column)) return false;
  if (NUMBERED_MONTH.test(written) || EAST_ASIAN_MONTH.test(written) || QUARTER.test(written)) return true;
  const named = NAMED_MONTH.exec(written);
  return named !== null && monthOf(named[1] ?? named[2]) !== undefined;
}

/** Whether a text is a week number without a year. */
export function isYearlessWeek(text: string): boolean {
  return YEARLESS_WEEK.test(text.trim());
}
