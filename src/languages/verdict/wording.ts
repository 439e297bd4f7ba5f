import { FEWEST_PRODUCTS, FEWEST_WEEKS } from '../../contract/certainty';
import type { PairedComparison } from '../../contract/evaluation/comparison';
import type { Speaker } from '../speaker';
import type { Judged } from './judged';

/** The bounds of a difference with their signs, as a sentence has them: "−0.118 to −0.056". */
export function intervalText({ t, formats }: Speaker, { low, high }: Pick<PairedComparison, 'low' | 'high'>) {
  if (low === null || high === null) return t('verdict.noInterval');
  return t('verdict.interval', { low: formats.difference(low), high: formats.difference(high) });
}

/** What a comparison rests on and what it would take: "3 products in 16 weeks, and a verdict takes 20 products and 8 weeks". */
export function tooLittle({ t }: Speaker, { skus, weeks }: PairedComparison): string {
  return weeks === undefined
    ? t('verdict.tooLittleRows', { rows: skus, needed: FEWEST_PRODUCTS })
    : t('verdict.tooLittle', {
        count: skus,
        weeks,
        needed: FEWEST_PRODUCTS,
        neededWeeks: FEWEST_WEEKS,
      });
}

/** Both figures with as many decimals as it takes to tell them apart, two or three. */
export function versusText(
  speaker: Speaker,
  { figure, figureOf }: Judged,
  one: string,
  other: string,
): string {
  const [a, b] = toldApart(speaker, figureOf(one), figureOf(other));
  return a === b
    ? speaker.t('verdict.versus.same', { figure, a })
    : speaker.t('verdict.versus.instead', { figure, a, b });
}

function toldApart({ formats }: Speaker, one: number, other: number): [string, string] {
  const digits = one.toFixed(2) === other.toFixed(2) ? 3 : 2;
  return [formats.fixed(one, digits), formats.fixed(other, digits)];
}
