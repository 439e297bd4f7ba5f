import type { Forecast } from '../../contract/forecasting';
import { change, units, weeksInWords } from './format';

export interface SentenceOptions {
  /** `first` weeks of a launch, `next` weeks of a product that sells already. */
  which?: 'first' | 'next';
  /** What the words change in the total, in units. */
  textEffect?: number;
  /** What the forecast without words goes by. */
  knows?: { sales: boolean; price: boolean };
}

/** The forecast said in one sentence. */
export function forecastSentence(forecast: Forecast, options: SentenceOptions = {}): string {
  const { which = 'first', textEffect, knows = { sales: false, price: true } } = options;
  const { total } = forecast;
  const expected = units(total.mean) === '0' ? 'Hardly any' : `About ${units(total.mean)}`;
  const parts = [`${expected} in the ${which} ${weeksInWords(forecast.forecast.length)}`, rangePart(total)];
  if (textEffect !== undefined) parts.push(wordsPart(textEffect, knows));
  return `${parts.join('; ')}.`;
}

function rangePart({ p10, p90 }: Forecast['total']): string {
  const [low, high] = [units(p10), units(p90)];
  if (high === '0') return '9 times in 10 none at all';
  if (low === high) return `8 times in 10 close to ${low}`;
  return `8 times in 10 between ${low} and ${high}`;
}

function wordsPart(effect: number, { sales, price }: { sales: boolean; price: boolean }): string {
  const known = [...(sales ? ['past sales'] : []), ...(price ? ['price'] : []), 'season'];
  const alone = `${known.join(', ').replace(/, ([^,]+)$/, ' and $1')} alone`;
  const size = change(effect).slice(1);
  if (size === '0') return `the words change nothing over ${alone}`;
  return effect > 0
    ? `the words add ${size} over ${alone}`
    : `the words take ${size} off what ${alone} would say`;
}
