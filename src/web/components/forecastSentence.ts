import type { Forecast } from '../../contract/forecastAnswers';
import { t } from '../languages/speech';
import { listed, sentenceOf, units } from './format';

export interface SentenceOptions {
  /** `first` weeks of a launch, `next` weeks of a product already on sale. */
  which?: 'first' | 'next';
  /** Mean of the total without text, in units. */
  withoutWords?: number;
  /** What the forecast without text is based on. */
  knows?: { sales: boolean; price: boolean };
}

/** The forecast as one sentence: of weeks of sales, or of the single figure of a table's model. */
export function forecastSentence(forecast: Forecast, options: SentenceOptions = {}): string {
  const { which = 'first', withoutWords, knows = { sales: false, price: true } } = options;
  const weeks = forecast.forecast.length;
  const clauses = [aboutClause(forecast, which), rangeClause(forecast.total, weeks > 0)];
  if (withoutWords !== undefined) {
    const others = weeks > 0 ? known(knows) : t('forecast.sentence.numbers');
    clauses.push(wordsClause(forecast.total.mean, withoutWords, others));
  }
  return sentenceOf(clauses);
}

function aboutClause({ forecast, total }: Forecast, which: 'first' | 'next'): string {
  const count = forecast.length;
  const said = units(total.mean);
  if (count === 0) return t('forecast.sentence.about', { units: said });
  if (said === '0') return t(`forecast.sentence.hardly${which === 'first' ? 'First' : 'Next'}`, { count });
  return t(`forecast.sentence.about${which === 'first' ? 'First' : 'Next'}`, { count, units: said });
}

function rangeClause({ p10, p90 }: Forecast['total'], ofSales: boolean): string {
  const [low, high] = [units(p10), units(p90)];
  if (ofSales && high === '0') return t('forecast.sentence.none');
  return low === high
    ? t('forecast.sentence.close', { units: low })
    : t('forecast.sentence.between', { low, high });
}

function known({ sales, price }: { sales: boolean; price: boolean }): string {
  return listed([
    ...(sales ? [t('forecast.sentence.sales')] : []),
    ...(price ? [t('forecast.sentence.price')] : []),
    t('forecast.sentence.season'),
  ]);
}

function wordsClause(withWords: number, withoutWords: number, others: string): string {
  const said = units(withoutWords);
  return said === units(withWords)
    ? t('forecast.sentence.wordsNothing', { others })
    : t('forecast.sentence.withoutWords', { units: said, others });
}
