import type { Analog } from '../../../contract/forecastAnswers';
import { LaunchChart } from '../../charts/LaunchChart';
import { addressOf } from '../../state/address';
import { percent, price, units } from '../../components/format';
import { Term } from '../../components/Term';
import { t } from '../../languages/speech';
import { AnalogSearch } from './AnalogSearch';
import { WideTable } from '../../components/WideTable';

/** Marks a product as similar or as not similar, or removes the mark. */
type OnChoose = (sku: string, as: 'like' | 'unlike' | null) => void;

interface AnalogsCardProps {
  analogs: Analog[];
  /** Codes of products marked as not similar. */
  struckOut?: readonly string[];
  /** Given if products can be marked. */
  onChoose?: OnChoose;
}

/** Similar known products with their launch curves; each links to the catalog, and can be marked as similar or not. */
export function AnalogsCard({ analogs, struckOut = [], onChoose }: AnalogsCardProps) {
  const leads = analogs.some(({ picked }) => picked);
  return (
    <section class="card" aria-labelledby="analogs-title">
      <h2 id="analogs-title">{t('forecast.analogs.title')}</h2>
      {leads && <p class="figure-caption">{t('forecast.analogs.leads')}</p>}
      {!leads && onChoose && analogs.length > 0 && (
        <p class="figure-caption hint">{t('forecast.analogs.about')}</p>
      )}
      {analogs.length === 0 ? (
        <p class="card-note">{t('forecast.analogs.none')}</p>
      ) : (
        <AnalogsTable analogs={analogs} onChoose={onChoose} />
      )}
      {struckOut.length > 0 && onChoose && (
        <p class="actions">
          {t('forecast.analogs.struck')}
          {struckOut.map((sku) => (
            <button
              key={sku}
              type="button"
              class="quiet struck"
              aria-label={t('forecast.analogs.takeBack', { product: sku })}
              onClick={() => onChoose(sku, null)}
            >
              <s>{sku}</s> ↺
            </button>
          ))}
        </p>
      )}
      {onChoose && <AnalogSearch onPick={(sku) => onChoose(sku, 'like')} />}
    </section>
  );
}

function AnalogsTable({ analogs, onChoose }: Pick<AnalogsCardProps, 'analogs' | 'onChoose'>) {
  const scrolls = t('common.scrolls', { table: t('forecast.analogs.label') });
  return (
    <WideTable label={scrolls}>
      <table class="analogs">
        <thead>
          <tr>
            <th scope="col">{t('common.product')}</th>
            <th scope="col">
              <Term explain={t('forecast.analogs.launchTerm')}>{t('forecast.analogs.launch')}</Term>
            </th>
            <th scope="col" class="number">
              {t('forecast.analogs.week')}
            </th>
            <th scope="col" class="number">
              {t('common.price')}
            </th>
            <th scope="col" class="number">
              <Term explain={t('forecast.analogs.alikeTerm')}>{t('forecast.analogs.alike')}</Term>
            </th>
          </tr>
        </thead>
        <tbody>
          {analogs.map((analog) => (
            <tr key={analog.sku}>
              <td class="text">
                <a href={addressOf('catalog', new URLSearchParams({ sku: analog.sku }))} dir="auto">
                  {analog.description}
                </a>
                <small>
                  {analog.sku}{' '}
                  {analog.picked && <span class="badge good">{t('forecast.analogs.picked')}</span>}
                </small>
                {onChoose && <Choose analog={analog} onChoose={onChoose} />}
              </td>
              <td class="launch">
                {analog.launch.length > 1 ? (
                  <LaunchChart launch={analog.launch} />
                ) : (
                  <small>{t('forecast.analogs.before')}</small>
                )}
              </td>
              <td class="number">{units(analog.mean_weekly_units)}</td>
              <td class="number">{price(analog.price)}</td>
              <td class="number">{percent(analog.similarity)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Choose({ analog: { sku, picked }, onChoose }: { analog: Analog; onChoose: OnChoose }) {
  const product = { product: sku };
  const pick = picked ? t('forecast.analogs.unpick', product) : t('forecast.analogs.pick', product);
  return (
    <>
      <button
        type="button"
        class="quiet"
        aria-label={pick}
        title={pick}
        onClick={() => onChoose(sku, picked ? null : 'like')}
      >
        {picked ? '↺' : '✓'}
      </button>
      {!picked && (
        <button
          type="button"
          class="quiet"
          aria-label={t('forecast.analogs.strike', product)}
          title={t('forecast.analogs.strike', product)}
          onClick={() => onChoose(sku, 'unlike')}
        >
          ✕
        </button>
      )}
    </>
  );
}
