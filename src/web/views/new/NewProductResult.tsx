import type { ItemForecast } from '../../../contract/forecasting';
import { ForecastChart } from '../../charts/ForecastChart';
import { Analogs } from '../../components/Analogs';
import { Warnings } from '../../components/Notes';
import { forecastSentence, RangeFigure } from '../../components/RangeFigure';
import { Term } from '../../components/Term';
import { Words } from '../../components/Words';
import type { ProductSheet } from '../../state/productSheet';
import { FeatureEffects } from './FeatureEffects';

interface ResultProps {
  sheet: ProductSheet;
  result: ItemForecast;
  stale: boolean;
}

/** The forecast, its range, its reasons and its look-alikes. */
export function NewProductResult({ sheet, result, stale }: ResultProps) {
  return (
    <div class={stale ? 'stack stale' : 'stack'}>
      <Warnings warnings={result.warnings} />
      <section class="card" aria-labelledby="forecast-title">
        <h2 id="forecast-title">Forecast</h2>
        <RangeFigure forecast={result} />
        <p class="sentence" data-testid="sentence">
          {forecastSentence(result, result.text_effect)}
        </p>
        <ForecastChart forecast={result.forecast} numericOnly={result.numeric_only?.forecast} />
        <p class="legend">
          <span>median, units a week</span>
          <span class="band">80% range</span>
          <span class="dashed">without the words</span>
        </p>
      </section>
      {result.tokens_effect && (
        <section class="card" aria-labelledby="words-title">
          <h2 id="words-title">
            What{' '}
            <Term explain="Each word is taken out in turn and the model asked again; the difference is the word's effect on the total, in units.">
              the words
            </Term>{' '}
            do
          </h2>
          <Words field="description" text={sheet.description.trim()} effects={result.tokens_effect} />
          {sheet.promo_text.trim() && (
            <Words field="promo_text" text={sheet.promo_text.trim()} effects={result.tokens_effect} />
          )}
          {result.features_effect && <FeatureEffects effects={result.features_effect} />}
        </section>
      )}
      {result.analogs && (
        <section class="card" aria-labelledby="analogs-title">
          <h2 id="analogs-title">Similar products and how they launched</h2>
          <Analogs analogs={result.analogs} />
        </section>
      )}
    </div>
  );
}
