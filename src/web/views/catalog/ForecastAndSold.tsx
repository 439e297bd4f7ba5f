import type { CatalogProduct } from '../../../contract/catalog';
import type { ProductAccuracy } from '../../../contract/monitoring';
import { getJson } from '../../api/client';
import { day, units } from '../../components/format';
import { promotionName } from '../../../languages/promotionName';
import { t } from '../../languages/speech';
import { useAnswer } from '../../state/useAnswer';
import { WideTable } from '../../components/WideTable';

/** Number of closed weeks shown, latest first. */
const SHOWN = 13;

interface ForecastAndSoldProps {
  sku: string;
  history: CatalogProduct['history'];
}

/**
 * A product's forecasts made just before each week, next to its sales and promotions; nothing if no such week has
 * closed.
 */
export function ForecastAndSold({ sku, history }: ForecastAndSoldProps) {
  const { value } = useAnswer({
    key: `accuracy ${sku}`,
    ask: (signal) => getJson<ProductAccuracy>(`/accuracy/${encodeURIComponent(sku)}`, signal),
  });
  const weeks = (value?.forecasts ?? [])
    .flatMap(({ model, weeks: [first] }) => (first && first.units !== null ? [{ ...first, model }] : []))
    .sort((a, b) => (a.week < b.week ? 1 : -1))
    .slice(0, SHOWN);
  if (weeks.length === 0) return null;
  const promotions = new Map(history.map(({ week, promo_text }) => [week, promo_text]));
  return (
    <section class="card" aria-labelledby="past-title">
      <h2 id="past-title">{t('catalog.product.past.title')}</h2>
      <p class="figure-caption">{t('catalog.product.past.note')}</p>
      <WideTable label={t('common.scrolls', { table: t('catalog.product.past.title') })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('catalog.product.past.week')}</th>
              {(['forecast', 'range', 'sold'] as const).map((column) => (
                <th key={column} scope="col" class="number">
                  {t(`catalog.product.past.${column}`)}
                </th>
              ))}
              <th scope="col">{t('common.model')}</th>
            </tr>
          </thead>
          <tbody>
            {weeks.map(({ week, mean, p10, p90, units: sold, model }) => (
              <tr key={week}>
                <td class="week">
                  {day(week)}
                  <Promotion text={promotions.get(week)} />
                </td>
                <td class="number">{units(mean)}</td>
                <td class="number">{t('common.range', { low: units(p10), high: units(p90) })}</td>
                <td class="number">{units(sold!)}</td>
                <td>{model}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}

function Promotion({ text }: { text: string | null | undefined }) {
  if (!text) return null;
  return <small dir="auto">{promotionName(text, t('catalog.product.weeks.promotion'))}</small>;
}
