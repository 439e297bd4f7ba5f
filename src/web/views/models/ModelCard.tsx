import { NO_LICENCE, OF_CATALOG } from '../../../contract/modelNames';
import type { ModelState } from '../../../contract/service';
import { month } from '../../components/format';
import { Fact } from '../../components/Fact';
import { Why } from '../../components/Why';
import { BacktestTables } from './BacktestTables';
import { currentLanguage, inARow, t } from '../../languages/speech';

/** A model: its source, its accuracy in the backtest, or why it was refused. */
export function ModelCard({ model, onActivate }: { model: ModelState; onActivate: () => void }) {
  const { manifest } = model;
  const { source = '', licence = NO_LICENCE } = manifest?.data ?? {};
  return (
    <section class="card form" aria-label={t('models.label', { name: model.name })}>
      <div class="card-head">
        <h2>
          {manifest?.title || model.name}{' '}
          {model.active && <span class="badge good">{t('models.active')}</span>}
          {model.state === 'refused' && <span class="badge bad">{t('models.refused')}</span>}
        </h2>
        {!model.active && model.state !== 'refused' && (
          <button type="button" onClick={onActivate}>
            {t('models.activate')}
          </button>
        )}
      </div>
      {model.reason && (
        <p class="note fail">
          <span>
            <Why reasons={currentLanguage() === 'en' ? [] : (model.reasons ?? [])} text={model.reason} />
          </span>
        </p>
      )}
      {manifest && (
        <>
          <dl class="facts">
            <Fact name={t('models.card.name')} value={model.name} />
            <Fact
              name={t('models.card.forecasts')}
              value={
                manifest.horizon ? t('common.weeks', { count: manifest.horizon }) : t('models.card.oneFigure')
              }
            />
            <Fact
              name={t('models.card.learned')}
              value={t('common.products', { count: manifest.data.skus })}
            />
            <Fact
              name={t('models.card.sales')}
              value={span(manifest.data.first_week, manifest.data.last_week)}
            />
          </dl>
          <BacktestTables metrics={manifest.metrics} />
          <p class="figure-caption">
            {inARow([
              t('models.card.data', { source: source === OF_CATALOG ? t('models.card.catalog') : source }),
              ...(licence === NO_LICENCE ? [] : [t('models.card.licence', { licence })]),
            ])}
          </p>
        </>
      )}
    </section>
  );
}

function span(first: string | null, last: string | null): string {
  return first && last
    ? t('common.span', { first: month(first), last: month(last) })
    : t('models.card.noDates');
}
