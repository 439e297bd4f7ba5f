import type { FindingCode, Found } from '../contract/findings';
import type { Speaker } from './speaker';

const FIGURES = ['value', 'plain_value'];
const COUNTS = ['products', 'megabytes'];
const DAYS = ['day', 'week', 'first', 'last'];
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;
/** What is found in cells is said as it stands there. */
const OF_CELLS: readonly FindingCode[] = ['dates_mixed', 'dates_open'];

/** What was found, in the speaker's language; lines and limits stand as the file has them. */
export function foundIn({ t, formats }: Speaker, { code, values }: Found): string {
  const write = (place: string, value: string | number) => {
    if (FIGURES.includes(place)) return formats.tick(Number(value));
    if (COUNTS.includes(place)) return formats.count(Number(value));
    const isDay = DAYS.includes(place) && ISO_DAY.test(String(value)) && !OF_CELLS.includes(code);
    return isDay ? formats.dayOfYear(String(value)) : String(value);
  };
  const written = Object.entries(values).map(([place, value]) => [place, write(place, value)]);
  return t(`findings.${code}`, Object.fromEntries(written) as never);
}
