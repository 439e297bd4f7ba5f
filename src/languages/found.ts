import { isoOf } from '../common/day';
import { type FindingCode, type Found, WEEKDAYS } from '../contract/findings';
import { listed, type Speaker } from './speaker';

const FIGURES = ['value', 'plain_value'];
const COUNTS = ['products', 'megabytes'];
const DAYS = ['day', 'week', 'first', 'last'];
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;
/** 1970-01-05. */
const A_MONDAY = 4;
/** What is found in cells is said as it stands there. */
const OF_CELLS: readonly FindingCode[] = ['dates_mixed', 'dates_open', 'dates_exchanged'];

/** What was found, in the speaker's language; lines and limits stand as the file has them. */
export function foundIn(speaker: Speaker, { code, values }: Found): string {
  const { t, formats } = speaker;
  const write = (place: string, value: string | number) => {
    if (FIGURES.includes(place) && typeof value === 'number') return formats.tick(value);
    if (COUNTS.includes(place)) return formats.count(Number(value));
    if (place === 'weekdays') return listed(speaker, weekdays(String(value), formats));
    const isDay = DAYS.includes(place) && ISO_DAY.test(String(value)) && !OF_CELLS.includes(code);
    return isDay ? formats.dayOfYear(String(value)) : String(value);
  };
  const written = Object.entries(values).map(([place, value]) => [place, write(place, value)]);
  return t(`findings.${code}`, Object.fromEntries(written) as never);
}

function weekdays(named: string, { weekday }: Speaker['formats']): string[] {
  return named
    .split(', ')
    .map((name) => weekday(isoOf(A_MONDAY + (WEEKDAYS as readonly string[]).indexOf(name))));
}
