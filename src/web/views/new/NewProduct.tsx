import type { ForecastResponse } from '../../../contract/forecasting';
import { postJson } from '../../api/client';
import { FailureNote, Loading } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { addressOf, type ViewProps } from '../../state/address';
import { EMPTY_SHEET, sheetFrom, sheetParams, toItem } from '../../state/productSheet';
import { useAnswer } from '../../state/useAnswer';
import { useExample } from '../../state/useExample';
import { comparisonParams, suggest } from '../../state/variants';
import { NewProductResult } from './NewProductResult';

/** A product that has never sold: its sheet on the left, its forecast beside it as one types. */
export function NewProduct({ params, setParams }: ViewProps) {
  const example = useExample();
  const sheet = sheetFrom(params, example);
  const { item, errors } = toItem(sheet);
  const request = { items: [item], compare: true, explain: true, model: sheet.model || undefined };
  const { phase, value, error, retry } = useAnswer({
    key: item && JSON.stringify(request),
    ask: async (signal) => ({
      sheet,
      answer: await postJson<ForecastResponse>('/embed-and-predict', request, signal),
    }),
  });
  return (
    <>
      <header class="view-head">
        <h1>Forecast a new product</h1>
        <p>Type what the product sheet says: the forecast follows as you type.</p>
      </header>
      <div class="split">
        <section class="card sticky" aria-label="Product sheet">
          <ProductForm sheet={sheet} errors={errors} onChange={(next) => setParams(sheetParams(next))} />
          <p class="card-note actions">
            <a href={addressOf('whatif', comparisonParams(suggest(sheet)))}>Compare promotions and prices</a>
            <button type="button" class="quiet" onClick={() => setParams(sheetParams(EMPTY_SHEET))}>
              Clear
            </button>
          </p>
        </section>
        <div class="stack" aria-busy={phase === 'loading'}>
          {phase === 'failed' && <FailureNote error={error} retry={retry} />}
          {value && <NewProductResult sheet={value.sheet} answer={value.answer} stale={phase !== 'done'} />}
          {!value && phase === 'loading' && <Loading what="Forecasting" />}
          {phase === 'idle' && sheet.description.trim() !== '' && (
            <p class="empty">Mend the marked field to see the forecast.</p>
          )}
          {phase === 'idle' && example && sheet.description.trim() === '' && (
            <div class="empty">
              <h2>Nothing to forecast yet</h2>
              <p>Describe the product to see what it will sell, why, and what it resembles.</p>
              <button type="button" onClick={() => setParams(sheetParams(example))}>
                Try an example
              </button>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
