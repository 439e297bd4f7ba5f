import type { ItemForecast } from '../../../contract/forecastAnswers';
import { Term } from '../../components/Term';
import { Words } from '../../components/Words';
import { day, price, units } from '../../components/format';
import { timeOnSale } from '../../components/timeOnSale';
import { parsePrice } from '../../state/parsePrice';
import type { ProductSheet } from '../../state/productSheet';
import { SubjectEffects } from './SubjectEffects';
import { Rich } from '../../components/Rich';
import { t } from '../../languages/speech';

/** Explains the forecast: the words, then the numbers, each with its effect in units. */
export function Reasons({ sheet, result }: { sheet: ProductSheet; result: ItemForecast }) {
  const words = result.tokens_effect ?? [];
  const numbers = result.features_effect ?? [];
  const total = result.total.mean;
  const untold = total - [...words, ...numbers].reduce((sum, { effect }) => sum + effect, 0);
  const promotion = sheet.promo_text.trim();
  const asked = parsePrice(sheet.price);
  const details = {
    price: asked === null ? undefined : t('forecast.reasons.atPrice', { price: price(asked) }),
    'time of year':
      result.forecast[0] && t('forecast.reasons.fromDay', { day: day(result.forecast[0].week) }),
    'how long it has been on sale': timeOnSale(result.lag_depth),
  };
  return (
    <section class="card" aria-labelledby="reasons-title">
      <h2 id="reasons-title">
        <Rich
          text={t('forecast.reasons.title')}
          parts={{ term: (words) => <Term explain={t('forecast.reasons.term')}>{words}</Term> }}
        />
      </h2>
      <p class="card-note">{t('forecast.reasons.begins', { units: units(untold), total: units(total) })}</p>
      <div class="reasons">
        <div>
          <h3>{t('common.description')}</h3>
          <Words field="description" text={sheet.description.trim()} effects={words} />
          {promotion && (
            <>
              <h3>{t('common.promotion')}</h3>
              <Words field="promo_text" text={promotion} effects={words} />
            </>
          )}
          <p class="legend">
            <span class="swatch up">{t('forecast.reasons.more')}</span>
            <span class="swatch down">{t('forecast.reasons.less')}</span>
          </p>
        </div>
        <SubjectEffects effects={numbers} details={details} />
      </div>
    </section>
  );
}
