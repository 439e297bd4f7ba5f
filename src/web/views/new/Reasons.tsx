import type { ItemForecast } from '../../../contract/forecasting';
import { Term } from '../../components/Term';
import { Words } from '../../components/Words';
import { day } from '../../components/format';
import { timeOnSale } from '../../components/timeOnSale';
import type { ProductSheet } from '../../state/productSheet';
import { SubjectEffects } from './SubjectEffects';

/** Why the forecast is what it is: the words, then the numbers, each with its effect in units. */
export function Reasons({ sheet, result }: { sheet: ProductSheet; result: ItemForecast }) {
  const words = result.tokens_effect ?? [];
  const promotion = sheet.promo_text.trim();
  const details = {
    price: sheet.price.trim() && `at ${sheet.price.trim()}`,
    'time of year': result.forecast[0] && `from ${day(result.forecast[0].week)}`,
    'how long it has been on sale': timeOnSale(result.lag_depth),
  };
  return (
    <section class="card" aria-labelledby="reasons-title">
      <h2 id="reasons-title">
        What makes{' '}
        <Term explain="Each word, and each kind of number, is left out and the model asked again. The figures are units of the total; they add up.">
          the forecast
        </Term>
      </h2>
      <div class="reasons">
        <div>
          <h3>Description</h3>
          <Words field="description" text={sheet.description.trim()} effects={words} />
          {promotion && (
            <>
              <h3>Promotion text</h3>
              <Words field="promo_text" text={promotion} effects={words} />
            </>
          )}
          <p class="legend">
            <span class="swatch up">sells more</span>
            <span class="swatch down">sells less</span>
          </p>
        </div>
        <SubjectEffects effects={result.features_effect ?? []} details={details} />
      </div>
    </section>
  );
}
