import type { Forecast } from '../../contract/forecastAnswers';
import { t } from '../languages/speech';
import { units } from './format';
import { Term } from './Term';

interface RangeFigureProps {
  forecast: Forecast;
  numericOnly?: Forecast;
}

/** The total over the horizon in large figures: the expected value, the range, and the forecast without text. */
export function RangeFigure({ forecast, numericOnly }: RangeFigureProps) {
  const { total } = forecast;
  const expected = units(total.mean);
  return (
    <div class="figures">
      <div>
        <div class="figure-large" data-testid="total">
          {expected}
        </div>
        <div class="figure-caption">
          <Term explain={t('forecast.figure.expectedTerm')}>
            {t('forecast.figure.expected', { count: expected === '1' ? 1 : 2 })}
          </Term>
          {forecast.forecast.length > 0 &&
            ` ${t('forecast.figure.within', { count: forecast.forecast.length })}`}
        </div>
      </div>
      <div>
        <div class="figure-range">{t('common.range', { low: units(total.p10), high: units(total.p90) })}</div>
        <div class="figure-caption">
          <Term explain={t('forecast.figure.rangeTerm')}>{t('forecast.figure.range')}</Term>
        </div>
      </div>
      {numericOnly && (
        <div>
          <div class="figure-range figure-plain">{units(numericOnly.total.mean)}</div>
          <div class="figure-caption">
            <Term explain={t('forecast.figure.withoutWordsTerm')}>{t('forecast.figure.withoutWords')}</Term>
          </div>
        </div>
      )}
    </div>
  );
}
