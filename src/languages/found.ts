import type { Found } from '../contract/findings';
import type { Speaker } from './speaker';

const FIGURES = ['value', 'plain_value'];

/** What was found, in the speaker's language; lines and limits stand as the file has them. */
export function foundIn({ t, formats }: Speaker, { code, values }: Found): string {
  const written = Object.entries(values).map(([place, value]) => [
    place,
    FIGURES.includes(place) ? formats.tick(Number(value)) : String(value),
  ]);
  return t(`findings.${code}`, Object.fromEntries(written) as never);
}
