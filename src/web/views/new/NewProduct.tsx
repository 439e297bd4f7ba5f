import { useState } from 'preact/hooks';
import type { ForecastResponse } from '../../../contract/forecasting';
import { postJson } from '../../api/client';
import { FailureNote } from '../../components/Notes';
import { ProductForm } from '../../components/ProductForm';
import { addressOf } from '../../state/address';
import { EMPTY_SHEET, sheetFrom, sheetParams, toItem, type ProductSheet } from '../../state/productSheet';
import { shown, useLatest } from '../../state/useLatest';
import { NewProductResult } from './NewProductResult';

interface ViewProps {
  params: URLSearchParams;
  replaceParams: (params: URLSearchParams) => void;
}

const EXAMPLE: ProductSheet = {
  ...EMPTY_SHEET,
  description: 'Hand-painted ceramic mug, midnight blue, 350 ml',
  promo_text: 'Front page of the flyer: 2 for 1',
  price: '8.95',
};

/** A product that has never sold: its sheet on the left, its forecast beside it as one types. */
export function NewProduct({ params, replaceParams }: ViewProps) {
  const [sheet, setSheet] = useState(() => (params.size > 0 ? sheetFrom(params) : EXAMPLE));
  const [attempt, setAttempt] = useState(0);
  const { item, errors } = toItem(sheet);
  const change = (next: ProductSheet) => {
    setSheet(next);
    replaceParams(sheetParams(next));
  };
  const request = { items: [item], compare: true, explain: true };
  const key = item ? `${attempt}${JSON.stringify(request)}` : null;
  const answer = useLatest(key, (signal) =>
    postJson<ForecastResponse>('/embed-and-predict', request, signal),
  );
  const result = shown(answer)?.items[0];
  return (
    <>
      <header class="view-head">
        <h1>Forecast a new product</h1>
        <p>
          Type what the product sheet says. The forecast follows as you type, before the first unit is sold.
        </p>
      </header>
      <div class="split">
        <section class="card sticky" aria-label="Product sheet">
          <ProductForm sheet={sheet} errors={errors} onChange={change} />
          <p class="card-note actions">
            <a href={addressOf('whatif', sheetParams(sheet))}>Compare promotions and prices</a>
            <button type="button" class="quiet" onClick={() => change(EMPTY_SHEET)}>
              Clear
            </button>
          </p>
        </section>
        <div class="stack" aria-live="polite" aria-busy={answer.phase === 'loading'}>
          {answer.phase === 'failed' && (
            <FailureNote error={answer.error} retry={() => setAttempt(attempt + 1)} />
          )}
          {result && <NewProductResult sheet={sheet} result={result} stale={answer.phase !== 'done'} />}
          {!result && answer.phase === 'loading' && (
            <div class="skeleton" aria-label="Forecasting" role="status" />
          )}
          {answer.phase === 'idle' && (
            <p class="empty">
              {item === null && sheet.description.trim() !== ''
                ? 'Mend the marked field to see the forecast.'
                : 'Describe the product to see what it will sell.'}
            </p>
          )}
        </div>
      </div>
    </>
  );
}
