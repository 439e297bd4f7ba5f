import { ViewHead } from '../../components/ViewHead';
import type { ForecastResponse } from '../../../contract/forecastAnswers';
import { postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { addressOf, type ViewProps } from '../../state/address';
import {
  EMPTY_SHEET,
  exampleSheet,
  optionsOf,
  sheetFrom,
  sheetParams,
  toItem,
} from '../../state/productSheet';
import { useAnswer } from '../../state/useAnswer';
import { useModels } from '../../state/models';
import { useHorizon } from '../../state/useHorizon';
import { useColumns } from '../../state/useColumns';
import { awaitsExample, useExample } from '../../state/useExample';
import { comparisonParams, suggest } from '../../state/variants';
import { NewProductResult } from './NewProductResult';
import { currentLanguage, t } from '../../languages/speech';
import { KeepCard } from '../keep/KeepCard';

/** A new product: its form, and the forecast, which follows the typing. */
export function NewProduct({ params, setParams }: ViewProps) {
  const opening = useExample();
  const example = opening.value?.sheet ?? null;
  const sheet = sheetFrom(params, example);
  const models = useModels();
  const columns = useColumns(sheet.model);
  const { item, errors } = toItem(sheet, columns);
  const most = useHorizon(sheet.model);
  const request = { items: [item], compare: true, explain: true, ...optionsOf(sheet, most) };
  const { phase, value, error, retry } = useAnswer({
    key: item && JSON.stringify(request),
    ask: async (signal) => ({
      sheet,
      item,
      answer: await postJson<ForecastResponse>('/embed-and-predict', request, signal),
    }),
  });
  return (
    <>
      <ViewHead title={t('forecast.newTitle')} about={t('forecast.newNote')} />
      {!awaitsExample(opening, params) && (
        <div class="split">
          <section class="card sticky" aria-label={t('forecast.sheet')}>
            <ProductForm sheet={sheet} errors={errors} onChange={(next) => setParams(sheetParams(next))} />
            {currentLanguage() !== 'en' && sheet.description === exampleSheet().description && (
              <p class="card-note">{t('forecast.exampleEnglish')}</p>
            )}
            <p class="card-note actions">
              <a href={addressOf('whatif', comparisonParams(suggest(sheet, opening.value)))}>
                {t('forecast.compare')}
              </a>
              <button type="button" class="quiet" onClick={() => setParams(sheetParams(EMPTY_SHEET))}>
                {t('forecast.clear')}
              </button>
            </p>
          </section>
          <div class="stack" aria-busy={phase === 'loading'}>
            {phase === 'idle' && opening.error && <FailureNote error={opening.error} retry={opening.retry} />}
            {phase === 'failed' && <FailureNote error={error} retry={retry} />}
            {!item && !columns && !opening.error && models.error && (
              <FailureNote error={models.error} retry={models.retry} />
            )}
            {value && (
              <NewProductResult
                sheet={value.sheet}
                item={value.item}
                answer={value.answer}
                stale={phase !== 'done'}
                most={most}
                onChange={(next) =>
                  setParams(sheetParams({ ...sheet, like: next.like, unlike: next.unlike }))
                }
              />
            )}
            {value && item && <KeepCard address={addressOf('new', sheetParams(sheet)).slice(2)} />}
            {!value && phase === 'loading' && <Loading what={t('common.forecasting')} />}
            {phase === 'idle' && Object.keys(errors).length > 0 && <p class="empty">{t('forecast.mend')}</p>}
            {phase === 'idle' && example && sheet.description.trim() === '' && (
              <div class="empty">
                <h2>{t('forecast.nothingYet')}</h2>
                <p>{t('forecast.describe')}</p>
                {example.description !== '' && (
                  <button type="button" onClick={() => setParams(sheetParams(example))}>
                    {t('forecast.example')}
                  </button>
                )}
              </div>
            )}
          </div>
        </div>
      )}
    </>
  );
}
