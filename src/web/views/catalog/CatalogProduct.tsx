import type { CatalogProduct as Product } from '../../../contract/catalog';
import type { ForecastResponse } from '../../../contract/forecasting';
import { getJson, postJson } from '../../api/client';
import { ForecastChart } from '../../charts/ForecastChart';
import { HistoryChart } from '../../charts/HistoryChart';
import { FailureNote, Warnings } from '../../components/Notes';
import { forecastSentence, RangeFigure } from '../../components/RangeFigure';
import { addressOf } from '../../state/address';
import { useLatest } from '../../state/useLatest';

/** One known product: what it sold, and its next weeks. */
export function CatalogProduct({ sku }: { sku: string }) {
  const answer = useLatest(sku, (signal) => load(sku, signal));
  return (
    <div class="stack">
      <p>
        <a href={addressOf('catalog')}>All products</a>
      </p>
      {answer.phase === 'loading' && <div class="skeleton" role="status" aria-label="Loading the product" />}
      {answer.phase === 'failed' && <FailureNote error={answer.error} />}
      {answer.phase === 'done' && <Loaded {...answer.value} />}
    </div>
  );
}

function Loaded({ product, answer }: { product: Product; answer: ForecastResponse }) {
  const item = answer.items[0]!;
  return (
    <>
      <header class="view-head">
        <h1 dir="auto">{product.description}</h1>
        <p>
          {product.sku}
          {product.price !== null && ` · ${product.price.toFixed(2)}`}
        </p>
      </header>
      <Warnings warnings={item.warnings} />
      <section class="card" aria-labelledby="next-title">
        <h2 id="next-title">Next {item.forecast.length} weeks</h2>
        <RangeFigure forecast={item} />
        <p class="sentence">{forecastSentence(item, item.text_effect).replace('first', 'next')}</p>
        <ForecastChart forecast={item.forecast} numericOnly={item.numeric_only?.forecast} />
      </section>
      <section class="card" aria-labelledby="sold-title">
        <h2 id="sold-title">Sold so far, units a week</h2>
        <HistoryChart history={product.history} />
      </section>
    </>
  );
}

async function load(
  sku: string,
  signal: AbortSignal,
): Promise<{ product: Product; answer: ForecastResponse }> {
  const product = await getJson<Product>(`/catalog/${encodeURIComponent(sku)}`, signal);
  const request = { items: [{ sku, description: product.description }], compare: true };
  return { product, answer: await postJson<ForecastResponse>('/embed-and-predict', request, signal) };
}
