import type { CatalogProduct } from '../../../contract/catalog';
import type { WeekForecast } from '../../../contract/forecastAnswers';
import { HistoryChart } from '../../charts/HistoryChart';
import { dayOfYear, price, units } from '../../components/format';
import { Term } from '../../components/Term';
import { WideTable } from '../../components/WideTable';
import { promotionName } from '../../../languages/promotionName';
import { t } from '../../languages/speech';

/** Past weeks shown, enough to see a season. */
const SHOWN_WEEKS = 52;
/** A narrow window shows half of them, so that the forecast weeks can be told apart. */
const NARROW = '(max-width: 480px)';

interface SoldWeeksProps {
  history: CatalogProduct['history'];
  forecast: WeekForecast[];
}

/** A known product's sales and promotions, then its forecast: as a chart, with the past as a table too. */
export function SoldWeeks({ history, forecast }: SoldWeeksProps) {
  const shown = history.slice(-SHOWN_WEEKS);
  const drawn = matchMedia(NARROW).matches ? SHOWN_WEEKS / 2 : SHOWN_WEEKS;
  const promoted = shown.some(({ promo_text }) => promo_text !== null);
  return (
    <>
      <h3>{t('catalog.product.history')}</h3>
      <HistoryChart history={shown.slice(-drawn)} forecast={forecast} />
      <p class="legend">
        <span class="line">{t('catalog.product.past.sold')}</span>
        {promoted && (
          <span class="promoted">
            <Term explain={t('catalog.product.weeks.promotedTerm')}>
              {t('catalog.product.weeks.promoted')}
            </Term>
          </span>
        )}
        {forecast.length > 0 && (
          <>
            <span class="expected">{t('catalog.product.past.forecast')}</span>
            <span class="band ahead">{t('forecast.figure.range')}</span>
          </>
        )}
      </p>
      <details class="weeks">
        <summary>{t('catalog.product.weeks.title')}</summary>
        <WideTable label={t('common.scrolls', { table: t('catalog.product.weeks.title') })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('catalog.product.past.week')}</th>
                <th scope="col" class="number">
                  {t('catalog.product.past.sold')}
                </th>
                <th scope="col" class="number">
                  {t('catalog.product.weeks.price')}
                </th>
                {promoted && <th scope="col">{t('catalog.product.weeks.promotion')}</th>}
              </tr>
            </thead>
            <tbody>
              {shown.toReversed().map((week) => (
                <tr key={week.week}>
                  <td class="code">{dayOfYear(week.week)}</td>
                  <td class="number">
                    {week.units === null ? t('forecast.chart.unknown') : units(week.units)}
                  </td>
                  <td class="number">{price(week.price)}</td>
                  {promoted && (
                    <td class="text" dir="auto">
                      {week.promo_text !== null &&
                        promotionName(week.promo_text, t('catalog.product.weeks.promotion'))}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      </details>
    </>
  );
}
