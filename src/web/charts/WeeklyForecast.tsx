import type { Forecast } from '../../contract/forecastAnswers';
import { ForecastChart } from './ForecastChart';
import { Legend } from './Legend';
import { t } from '../languages/speech';

interface WeeklyForecastProps {
  forecast: Forecast;
  numericOnly?: Forecast;
}

/** The weekly forecast, and the one without text; nothing for a model that forecasts a single figure. */
export function WeeklyForecast({ forecast, numericOnly }: WeeklyForecastProps) {
  if (forecast.forecast.length === 0) return null;
  return (
    <>
      <ForecastChart forecast={forecast.forecast} beside={numericOnly?.forecast} />
      <Legend beside={numericOnly && t('forecast.figure.withoutWords')} />
    </>
  );
}
