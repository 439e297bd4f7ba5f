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

/** The forecast said in one sentence: of weeks of sales, or of the one figure that a model of a table forecasts. */
export function forecastSentence(forecast: Forecast, options: SentenceOptions = {}): string {
  const { which = 'first', textEffect, knows = { sales: false, price: true } } = options;
  const weeks = forecast.forecast.length;
  const { mean } = forecast.total;
  const about = weeks > 0 && units(mean) === '0' ? 'Hardly any' : `About ${units(mean)}`;
  const parts = [
    weeks > 0 ? `${about} in the ${which} ${weeksInWords(weeks)}` : about,
    rangePart(forecast.total, weeks > 0),
  ];
  if (textEffect !== undefined) parts.push(wordsPart(textEffect, weeks > 0 ? known(knows) : 'the numbers'));
  return `${parts.join('; ')}.`;
}

function rangePart({ p10, p90 }: Forecast['total'], ofSales: boolean): string {
  const [low, high] = [units(p10), units(p90)];
  if (ofSales && high === '0') return '9 times in 10 none at all';
  if (low === high) return `8 times in 10 close to ${low}`;
  return `8 times in 10 between ${low} and ${high}`;
}

function known({ sales, price }: { sales: boolean; price: boolean }): string {
  const names = [...(sales ? ['past sales'] : []), ...(price ? ['price'] : []), 'season'];
  return names.join(', ').replace(/, ([^,]+)$/, ' and $1');
}

function wordsPart(effect: number, others: string): string {
  const size = change(effect).slice(1);
  if (size === '0') return `the words change nothing over ${others} alone`;
  return effect > 0
    ? `the words add ${size} over ${others} alone`
    : `the words take ${size} off what ${others} alone would say`;
}
