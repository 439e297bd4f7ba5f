import type { ForecastResponse } from '../../../contract/forecastAnswers';
import { WeeklyForecast } from '../../charts/WeeklyForecast';
import { AnalogsCard } from './AnalogsCard';
import { forecastSentence } from '../../components/forecastSentence';
import { Warnings } from '../../components/Notes';
import { RangeFigure } from '../../components/RangeFigure';
import { codesOf, type ProductSheet, withAnalog } from '../../state/productSheet';
import { OrderPanel } from '../order/OrderPanel';
import { Believe } from './Believe';
import { Reasons } from './Reasons';
import { taskOf } from './taskOf';
import { t } from '../../languages/speech';

interface ResultProps {
  /** The sheet of this answer; the form may have changed since. */
  sheet: ProductSheet;
  /** The same as sent. */
  item: Record<string, unknown> | null;
  answer: ForecastResponse;
  stale: boolean;
  /** The model's horizon in weeks; null if unknown. */
  most: number | null;
  onChange: (sheet: ProductSheet) => void;
}

/** The forecast, its range, its reasons and similar products. */
export function NewProductResult({ sheet, item, answer, stale, most, onChange }: ResultProps) {
  const result = answer.items[0]!;
  const knows = { sales: result.lag_depth > 0, price: sheet.price.trim() !== '' };
  return (
    <div class={stale ? 'stack stale' : 'stack'}>
      <Warnings warnings={result.warnings} />
      <section class="card" aria-labelledby="forecast-title">
        <h2 id="forecast-title">
          {t('forecast.title')} <span class="badge">{answer.model}</span>
        </h2>
        <RangeFigure forecast={result} numericOnly={result.numeric_only} />
        <p class="sentence" role="status" data-testid="sentence">
          {forecastSentence(result, {
            which: result.cold_start ? 'first' : 'next',
            withoutWords: result.numeric_only?.total.mean,
            knows,
          })}
        </p>
        {result.forecast.length > 0 && <Believe model={answer.model} task={taskOf(result)} />}
        <WeeklyForecast forecast={result} numericOnly={result.numeric_only} />
      </section>
      {item && result.forecast.length > 0 && (
        <OrderPanel
          item={item}
          priced={knows.price}
          model={answer.model}
          horizon={most ?? result.forecast.length}
        />
      )}
      <Reasons sheet={sheet} result={result} />
      {result.analogs && (
        <AnalogsCard
          analogs={result.analogs}
          struckOut={codesOf(sheet.unlike)}
          onChoose={(sku, as) => onChange(withAnalog(sheet, sku, as))}
        />
      )}
    </div>
  );
}
